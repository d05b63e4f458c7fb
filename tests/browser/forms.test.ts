/** The forms at the end of an article, against a real server that accepts, refuses, is slow, broken or down. */
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launch, open } from './browser.ts';
import { FormServer } from './form-service.ts';
import { SmallSeries } from './small-series.ts';

const article = 'introduction/';
const title = 'Introduction to the series';
const words = 'The sign in line 3 is wrong: "−β" & not +β.\nSecond line.';
const service = new FormServer();
const series = new SmallSeries();
let browser: Browser;
let withService: Awaited<ReturnType<SmallSeries['site']>>;
let withDrafts: typeof withService;
let page: Page;

beforeAll(async () => {
  await service.start();
  withService = await series.site({
    FEEDBACK_ENDPOINT: `${service.origin}/feedback`,
    NEWSLETTER_ENDPOINT: `${service.origin}/letters`,
  });
  withDrafts = await series.site({
    FEEDBACK_EMAIL: 'errors@example.org',
    FEEDBACK_ISSUES: 'https://example.org/you/series/issues/new',
  });
  browser = await launch();
}, 600_000);
afterAll(async () => {
  await browser.close();
  await Promise.all([series.close(), service.stop()]);
});

/** Opens an article and waits until the form's script is there; a person needs some seconds more. */
async function openForm(form = 'feedback', at = withService.url, options: BrowserContextOptions = {}) {
  const prepare = (page: Page) => page.clock.install();
  ({ page } = await open(browser, `${at}${article}`, { ...options, prepare }));
  await awake(form);
}

async function awake(form: string): Promise<void> {
  await page.locator(`#${form}-form`).scrollIntoViewIfNeeded();
  await page.locator(`#${form}-form[data-awake]`).waitFor();
}

const takeTime = () => page.clock.fastForward(3100);
const said = (form = 'feedback') => page.locator(`#${form}-form [data-said]`).innerText();
const saysNext = (pattern: RegExp, form = 'feedback') =>
  expect.poll(() => said(form), { timeout: 25_000 }).toMatch(pattern);
const message = () => page.getByLabel('In your words');
const address = () => page.getByLabel('Your e-mail address, if you want an answer');
const send = () => page.getByRole('button', { name: 'Send', exact: true }).click();

async function fill(): Promise<void> {
  await page.getByLabel('Something unclear').check();
  await page.getByLabel('Which section').selectOption({ index: 3 });
  await message().fill(words);
  await address().fill('reader@example.org');
}

const delayAnswers = () =>
  page.route(`${service.origin}/**`, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue();
  });

/** What stands in the form. */
const typed = () =>
  page.locator('#feedback-form').evaluate((form: HTMLFormElement) => {
    const { kind, section, message, email } = Object.fromEntries(new FormData(form));
    return { kind, section, message, email };
  });

beforeEach(() => {
  service.mood = 'accepts';
  service.posts.length = 0;
});
afterEach(() => page.context().close());

describe('feedback', () => {
  it('arrives whole, is said to have arrived, and the form is empty again', async () => {
    await openForm();
    await fill();
    const { kind, section } = await typed();
    await takeTime();
    await send();
    await saysNext(/have arrived/);
    expect(service.posts).toHaveLength(1);
    expect(service.posts[0]).toMatchObject({
      path: '/feedback',
      type: expect.stringContaining('application/x-www-form-urlencoded'),
    });
    const { opened, ...fields } = service.fields;
    expect(Date.now() - Date.parse(opened)).toBeLessThan(120_000);
    expect(fields).toEqual({
      article: title,
      version: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
      address: expect.stringMatching(/^https:.*\/introduction\/$/),
      kind: 'Something unclear',
      section,
      message: words,
      email: 'reader@example.org',
      _gotcha: '',
    });
    expect(kind).toBe('Something unclear');
    expect(section).toMatch(/\(#[\w-]+\)$/);
    expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-said'))).toBe(true);
    expect(await message().inputValue()).toBe('');
    await page.reload();
    await awake('feedback');
    expect(await message().inputValue()).toBe('');
  });

  it.each([
    ['refuses', /not accepted: is on no list we know <b>\. What you wrote is kept/],
    ['is broken', /fault of its own \(answer 500\)/],
    ['is slow', /No answer after 15 seconds/],
  ] as const)(
    'keeps every word when the service %s, across a reload, and arrives at the next try',
    async (mood, answer) => {
      await openForm();
      await fill();
      const before = await typed();
      await takeTime();
      service.mood = mood;
      await send();
      if (mood === 'is slow') expect(await said()).toMatch(/Sending\. This takes at most 15 seconds/);
      await saysNext(answer);
      expect(await page.evaluate(() => document.activeElement?.hasAttribute('data-said'))).toBe(true);
      expect(await typed()).toEqual(before);
      await page.reload();
      await awake('feedback');
      expect(await typed()).toEqual(before);
      await takeTime();
      service.mood = 'accepts';
      await send();
      await saysNext(/have arrived/);
      expect(service.fields.message).toBe(words);
    },
  );

  it('keeps every word when the service is down, or the reader offline', async () => {
    await openForm();
    await fill();
    const before = await typed();
    await takeTime();
    await service.stop();
    await send();
    await saysNext(/cannot be reached/);
    expect(await typed()).toEqual(before);
    await service.start();
    await page.context().setOffline(true);
    await send();
    await saysNext(/You are offline/);
    expect(await typed()).toEqual(before);
    await page.context().setOffline(false);
    await send();
    await saysNext(/have arrived/);
    expect(service.posts).toHaveLength(1);
  });

  it('is sent once, however often the button is pressed', async () => {
    await openForm();
    await fill();
    await takeTime();
    await delayAnswers();
    await send();
    await send();
    await saysNext(/have arrived/);
    expect(service.posts).toHaveLength(1);
  });

  it('keeps what is written while an earlier message is under way', async () => {
    await openForm();
    await fill();
    await takeTime();
    await delayAnswers();
    await send();
    await message().fill(`${words} One thing more.`);
    await saysNext(/have arrived/);
    expect(await message().inputValue()).toBe(`${words} One thing more.`);
  });

  it('says beside the field what is missing or wrong, and takes the reader there', async () => {
    await openForm();
    await takeTime();
    await address().fill('reader at example');
    await send();
    expect(await said()).toBe('2 fields need another look.');
    expect(await page.locator('#feedback-message-problem').innerText()).toMatch(/Nothing is written here/);
    expect(await page.locator('#feedback-email-problem').innerText()).toMatch(/does not look like an e-mail/);
    expect(await message().getAttribute('aria-invalid')).toBe('true');
    expect(await message().evaluate((field) => field === document.activeElement)).toBe(true);
    const { violations } = await new AxeBuilder({ page }).include('.feedback').analyze();
    expect(violations.map(({ id }) => id)).toEqual([]);
    await message().fill(words);
    expect(await page.locator('#feedback-message-problem').innerText()).toBe('');
    await address().fill('reader@example.org');
    await send();
    await saysNext(/have arrived/);
  });

  it('does not send what a robot filled in, and says it in words that fit a person too', async () => {
    await openForm();
    await fill();
    await page.locator('#feedback-form [data-trap]').evaluate((field: HTMLInputElement) => {
      field.value = 'https://example.org';
    });
    await takeTime();
    await send();
    await saysNext(/^Thank you\. Forms that a program filled in are put aside/);
    expect(service.posts).toEqual([]);
    expect(await page.locator('#feedback-form [data-trap]').getAttribute('tabindex')).toBe('-1');
    expect(await page.getByRole('textbox', { name: 'Leave this field empty' }).count()).toBe(0);
    await page.reload();
    await awake('feedback');
    expect(await message().inputValue()).toBe(words);
  });

  it('asks for a moment when it is sent faster than people write', async () => {
    await openForm();
    await page.reload();
    await page.locator('#feedback-form').evaluate(async (form: HTMLFormElement) => {
      const field = form.querySelector('textarea')!;
      field.focus();
      field.value = 'Buy this.';
      while (form.dataset.awake === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
      form.requestSubmit();
    });
    await saysNext(/quicker than people write\. .* wait [123] seconds/);
    expect(service.posts).toEqual([]);
    await takeTime();
    await send();
    await saysNext(/have arrived/);
  });

  it('is written and sent with the keyboard alone', async () => {
    await openForm();
    await page.locator('#feedback-form input[type=radio]').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Tab');
    await page.keyboard.type('Unclear.');
    await page.keyboard.press('Tab');
    await page.keyboard.type('reader@example.org');
    await takeTime();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await saysNext(/have arrived/);
    expect(service.fields).toMatchObject({ kind: 'Something unclear', message: 'Unclear.' });
    expect(service.fields.section).toMatch(/^What/);
  });

  it('knows the section from which a reader followed a link to it', async () => {
    await openForm();
    await page.locator('.contents a').nth(4).click();
    const current = page.locator('.contents a[aria-current]');
    await current.waitFor();
    const slug = (await current.getAttribute('href'))!;
    await page.evaluate(() => {
      const link = document.createElement('a');
      link.href = '#feedback';
      document.querySelector('.article-body')!.append(link);
      link.click();
    });
    expect((await typed()).section).toContain(`(${slug})`);
  });

  it('goes to a service that answers with a page of its own', async () => {
    await openForm();
    await fill();
    await takeTime();
    await page.locator('#feedback-form').evaluate((form: HTMLElement) => (form.dataset.format = 'page'));
    await send();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    expect(service.fields.message).toBe(words);
    await page.goBack();
    await awake('feedback');
    expect(await message().inputValue()).toBe(words);
  });

  it('is sent as JSON where the service asks for it', async () => {
    await openForm();
    await fill();
    await takeTime();
    await page.locator('#feedback-form').evaluate((form: HTMLElement) => (form.dataset.format = 'json'));
    await send();
    await saysNext(/have arrived/);
    expect(service.posts[0].type).toBe('application/json');
    expect(JSON.parse(service.posts[0].text)).toMatchObject({
      kind: 'Something unclear',
      email: 'reader@example.org',
    });
  });

  it('is a plain form without JavaScript', async () => {
    ({ page } = await open(browser, `${withService.url}${article}`, { javaScriptEnabled: false }));
    await fill();
    await send();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    expect(service.posts[0]).toMatchObject({ path: '/feedback', type: 'application/x-www-form-urlencoded' });
    expect(service.fields).toMatchObject({
      article: title,
      kind: 'Something unclear',
      message: words,
      email: 'reader@example.org',
      _gotcha: '',
      opened: '',
    });
  });
});

describe('the newsletter', () => {
  it('takes an address, says so, and keeps it when it is refused', async () => {
    await openForm('newsletter');
    const field = page.locator('#newsletter-email');
    await takeTime();
    await page.getByRole('button', { name: 'Subscribe' }).click();
    expect(await page.locator('#newsletter-email-problem').innerText()).toBe('The address is missing.');
    await field.fill('reader@example.org');
    service.mood = 'refuses';
    await field.press('Enter');
    await saysNext(/not accepted: is on no list/, 'newsletter');
    expect(await field.inputValue()).toBe('reader@example.org');
    service.mood = 'accepts';
    await field.press('Enter');
    await saysNext(/Thank you/, 'newsletter');
    expect(service.posts.at(-1)?.path).toBe('/letters');
    expect(service.fields).toMatchObject({ email: 'reader@example.org', _gotcha: '' });
  });

  it('is a plain form without JavaScript', async () => {
    ({ page } = await open(browser, `${withService.url}${article}`, { javaScriptEnabled: false }));
    await page.locator('#newsletter-email').fill('reader@example.org');
    await page.getByRole('button', { name: 'Subscribe' }).click();
    await page.getByRole('heading', { name: 'Thank you' }).waitFor();
    expect(service.fields.email).toBe('reader@example.org');
  });
});

describe('without a service', () => {
  const draft = (kind: string) => page.locator(`[data-draft="${kind}"]`);
  const link = async (kind: string) => new URL((await draft(kind).getAttribute('href'))!);

  /** Follows a link without leaving the page, and tells whether it would have been followed. */
  const follow = (kind: string) =>
    draft(kind).evaluate((element) => {
      let followed = true;
      const stop = (event: Event) => {
        followed = !event.defaultPrevented;
        event.preventDefault();
      };
      document.addEventListener('click', stop, { once: true });
      (element as HTMLElement).click();
      return followed;
    });

  it('the drafts of an e-mail and of an issue hold what was typed', async () => {
    await openForm('feedback', withDrafts.url);
    expect(await follow('email')).toBe(false);
    expect(await page.locator('#feedback-message-problem').innerText()).toMatch(/Nothing is written here/);
    await page.getByLabel('Something missing').check();
    await page.getByLabel('Which section').selectOption({ index: 2 });
    await message().fill(words);
    const mail = await link('email');
    expect(mail.href).toMatch(/^mailto:errors@example\.org\?/);
    expect(mail.searchParams.get('subject')).toBe(`${title}: feedback`);
    const body = mail.searchParams.get('body')!;
    expect(body).toContain(words.replace('\n', '\r\n'));
    expect(body).toMatch(
      /Kind: Something missing\r\nSection: .* \(#[\w-]+\)\r\nArticle: Introduction to the series, version of \d{4}-/,
    );
    const issue = await link('issues');
    expect(issue.origin + issue.pathname).toBe('https://example.org/you/series/issues/new');
    expect(issue.searchParams.get('body')).toContain(words);
    expect(await follow('issues')).toBe(true);
    await saysNext(/draft with your words should have opened/);
    await page.reload();
    await awake('feedback');
    expect(await message().inputValue()).toBe(words);
    expect((await link('issues')).searchParams.get('body')).toContain(words);
  });

  it('a draft that programs would cut is not opened', async () => {
    await openForm('feedback', withDrafts.url);
    await message().fill('word '.repeat(600));
    expect(await follow('email')).toBe(false);
    await saysNext(/too long for a draft by about \d+ characters/);
    expect(await message().inputValue()).toHaveLength(3000);
    expect(await follow('issues')).toBe(true);
  });

  it('the links are there without JavaScript, and no field that nothing would read', async () => {
    ({ page } = await open(browser, `${withDrafts.url}${article}`, { javaScriptEnabled: false }));
    expect((await link('issues')).searchParams.get('body')).toContain(`Article: ${title}`);
    expect(await draft('email').isVisible()).toBe(true);
    expect(await message().isVisible()).toBe(false);
  });

  it('of any kind there is no feedback form, and the feed in place of the newsletter', async () => {
    ({ page } = await open(browser, article));
    expect(await page.locator('.feedback, .reader-form').count()).toBe(0);
    const feed = page.locator('.newsletter a[href$="/feed.xml"]');
    expect(await feed.isVisible()).toBe(true);
    expect((await page.request.get(await feed.evaluate((link: HTMLAnchorElement) => link.href))).ok()).toBe(
      true,
    );
  });
});
