/**
 * Changing a demo's code in a real browser: what is changed trains, mistakes are named by file and line, the original comes back,
 * and nothing that the code tries reaches the network.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import AxeBuilder from '@axe-core/playwright';
import type { Browser, BrowserContextOptions, Locator, Page, Request } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { address, launch, open } from './browser.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());

/** Opens faster than its article. */
const alone = 'embed/denoising-diffusion/points/?backend=wasm';

/** One demo's editor and what a reader does with it. */
class Desk {
  readonly page: Page;
  readonly demo: Locator;
  readonly tool: Locator;

  constructor(page: Page, name: string) {
    this.page = page;
    this.demo = page.locator(`#demo-${name}`);
    this.tool = this.demo.locator('[data-tool="code"]');
  }

  async unfold(): Promise<void> {
    await this.demo.scrollIntoViewIfNeeded();
    await this.demo.locator('[data-action="reset"]').focus();
    await expect.poll(() => this.demo.getAttribute('data-ready'), { timeout: 20_000 }).not.toBeNull();
    await this.demo.locator('details.tools > summary').click();
    await this.tool.locator('summary').click();
    await this.tool.locator('.cm-content').waitFor();
  }

  async show(file: string): Promise<void> {
    await this.tool.getByRole('tab', { name: file }).click();
    await expect
      .poll(() => this.tool.locator('.cm-content').getAttribute('aria-label'))
      .toBe(`Code of ${file}`);
  }

  /** Finds a line of the shown file by walking there, as its text is only there while it is in sight. */
  async replace(file: string, from: string, to: string): Promise<void> {
    const { files } = (await (
      await fetch(address(`workshop/${await this.demo.getAttribute('data-demo')}.json`))
    ).json()) as { files: { name: string; text: string }[] };
    const { text } = files.find(({ name }) => name.endsWith(`/${file}`))!;
    expect(text.split(from).length, `${from} stands once in ${file}`).toBe(2);
    await this.write(
      file,
      text.replace(from, () => to),
    );
  }

  async write(file: string, text: string): Promise<void> {
    await this.show(file);
    await this.tool.locator('.cm-content').focus();
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.insertText(text);
  }

  press(what: string): Promise<void> {
    return this.tool.locator(`[data-press="${what}"]`).click();
  }

  says(selector: string, words: RegExp, timeout = 60_000): Promise<void> {
    return expect
      .poll(() => this.demo.locator(selector).first().textContent(), { timeout, interval: 100 })
      .toMatch(words);
  }

  /** The loss of the first ten steps, once they are done. */
  async loss(): Promise<number> {
    const numbers = '[data-view="numbers"] .view-body';
    await this.says(numbers, /Step 10:/);
    return Number(/loss ([\d.]+)/.exec(await this.demo.locator(numbers).innerText())?.[1]);
  }

  async twoSteps(): Promise<void> {
    await this.demo.locator('[data-action="step"]').click();
    await this.demo.locator('[data-action="step"]').click();
  }

  /** Runs what stands in the editor and pauses with the numbers of step 10 on the stage. */
  async lossOfRun(): Promise<number> {
    await this.press('run');
    await this.says('[data-tool="code"] [data-said]', /Your code is loaded/);
    await this.demo.locator('[data-action="play"]').click();
    await this.demo.locator('[data-action="reset"]').click();
    await this.says('[data-view="numbers"] .view-body', /Step 1500/);
    await this.twoSteps();
    return this.loss();
  }
}

async function desk(name = 'points', path = alone, options: BrowserContextOptions = {}) {
  const { page, noise } = await open(browser, path, { viewport: { width: 1000, height: 1200 }, ...options });
  const one = new Desk(page, name);
  return { one, page, noise, close: () => page.context().close() };
}

const meanLoss = 'tf.mean<tf.Scalar>(tf.squaredDifference(output, targetOf(clean, noise, options)))';
const halfLoss = `tf.mul(0.5, ${meanLoss})`;

describe('changed code', () => {
  it('is asked for by nobody who does not open it', async () => {
    const { one, page, close } = await desk();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const heavy = () => asked.filter((url) => /workshop|desk/.test(url));
    await one.twoSteps();
    await one.loss();
    expect(heavy()).toEqual([]);
    await one.unfold();
    expect(heavy().length).toBeGreaterThan(0);
    expect(heavy().filter((url) => /runtime|frame/.test(url))).toEqual([]);
    await close();
  });

  it('trains in the same demo: half the loss is half the number, and Restore brings the same back', async () => {
    const { one, noise, close } = await desk();
    await one.unfold();
    await one.twoSteps();
    const before = await one.loss();
    await one.replace('diffusion.ts', meanLoss, halfLoss);
    const changed = await one.lossOfRun();
    expect(changed / before).toBeCloseTo(0.5, 2);
    expect(await one.demo.locator('.badge').innerText()).toBe('live');
    expect(await one.demo.locator('.code-mark').isVisible()).toBe(true);
    await one.press('restore');
    await one.says('[data-tool="code"] [data-said]', /original runs again/);
    expect(await one.demo.locator('.code-mark').count()).toBe(0);
    expect(await one.tool.getByText('(changed)').count()).toBe(0);
    expect(await one.page.locator('iframe').count()).toBe(0);
    await one.twoSteps();
    expect(await one.loss()).toBe(before);
    // What Restore took away comes back by Undo.
    await one.tool.locator('.cm-content').focus();
    await one.page.keyboard.press('Control+z');
    await expect.poll(() => one.tool.getByText('(changed)').count()).toBe(1);
    expect(await one.lossOfRun()).toBe(changed);
    expect(noise.complaints).toEqual([]);
    expect(noise.broken).toEqual([]);
    await close();
  });

  it('runs where nothing is changed too, and takes what it loads from the page', async () => {
    const { one, noise, close } = await desk('digits', 'embed/denoising-diffusion/digits/');
    await one.unfold();
    await one.press('run');
    const painted = () => one.demo.evaluate((element) => Number((element as HTMLElement).dataset.step ?? -1));
    await expect.poll(painted, { timeout: 240_000, interval: 200 }).toBeGreaterThanOrEqual(1);
    expect(await one.demo.locator('[data-problem]').first().textContent()).toBe('');
    expect(noise.complaints).toEqual([]);
    await close();
  });

  it('sets knobs to the values that it begins with, and says when the page cannot follow', async () => {
    const { one, close } = await desk();
    await one.unfold();
    const width = one.demo.locator('[data-knob="width"] input');
    await one.replace('points.demo.ts', 'value: 128,\n    min: 16,', 'value: 64,\n    min: 8,');
    await one.press('run');
    await one.says('[data-tool="code"] [data-said]', /Network width.*stay as the page was built/s);
    expect(await width.inputValue()).toBe('64');
    await one.press('restore');
    await expect.poll(() => width.inputValue()).toBe('128');
    await close();
  });
});

describe('a mistake', () => {
  it('in the writing is named by its line, which one press leads to', async () => {
    const { one, page, close } = await desk();
    await one.unfold();
    await one.replace('diffusion.ts', 'export const noLabel = -1;', 'export const noLabel = ;');
    await one.show('points.demo.ts');
    await one.press('run');
    const line = await lineOf(one, 'diffusion.ts', 'export const noLabel');
    await one.says('[data-fault]', new RegExp(`^diffusion\\.ts, line ${line}: `));
    await one.press('jump');
    expect(
      await one.tool.getByRole('tab', { name: 'diffusion.ts', exact: false, selected: true }).count(),
    ).toBe(1);
    expect(await one.tool.locator('.cm-lint-marker-error').count()).toBe(1);
    // The cursor stands there: what is typed mends it.
    await page.keyboard.insertText('-1');
    await one.press('run');
    await one.says('[data-tool="code"] [data-said]', /Your code is loaded/);
    expect(await one.tool.locator('[data-fault]').textContent()).toBe('');
    expect(await one.tool.locator('.cm-lint-marker-error').count()).toBe(0);
    await close();
  });

  it('that only running shows is named by file and line', async () => {
    const { one, close } = await desk();
    await one.unfold();
    await one.replace('diffusion.ts', `return ${meanLoss};`, "throw new Error('no loss today');");
    await one.press('run');
    const line = await lineOf(one, 'diffusion.ts', `return ${meanLoss};`);
    await one.says('[data-fault]', new RegExp(`^diffusion\\.ts, line ${line}: no loss today`));
    await one.says('[data-problem]', /no loss today/);
    await close();
  });

  it('of shapes, thrown deep inside TensorFlow.js, is named by the reader’s line', async () => {
    const { one, close } = await desk();
    await one.unfold();
    const input = 'const input = tf.concat2d([noisy, time], 1);';
    await one.replace('point-denoiser.ts', input, 'const input = tf.concat2d([time, time], 1);');
    await one.press('run');
    await one.says('[data-fault]', /^(dense|point-denoiser)\.ts, line \d+: .*inner/);
    await close();
  });

  it('that the browser finds while it loads a file is looked for in that file', async () => {
    const { one, close } = await desk();
    await one.unfold();
    await one.replace('point-denoiser.ts', 'const waves = 32;', 'const waves = 32;\nconst waves = 16;');
    await one.press('run');
    const line = (await lineOf(one, 'point-denoiser.ts', 'const waves = 32;')) + 1;
    await one.says('[data-fault]', new RegExp(`^point-denoiser\\.ts, line ${line}: .*waves`));
    await close();
  });

  it('in a frame is said', async () => {
    const { one, close } = await desk();
    await one.unfold();
    await one.replace('points.demo.ts', 'yield { step: 0,', 'yield { step: 0, extra: { a: 1 } as never,');
    await one.press('run');
    await one.says('[data-problem]', /“extra” is neither/);
    await close();
  });

  it.each([
    ['in a run', 'yield { step: 0,', 'for (;;);\nyield { step: 0,', /Your code is loaded/],
    ['before it', 'const steps = 100;', 'for (;;);\nconst steps = 100;', /Preparing your code/],
  ])('that never ends gives way to Restore: %s', async (_, from, to, said) => {
    const { one, close } = await desk();
    await one.unfold();
    await one.replace('points.demo.ts', from, to);
    await one.press('run');
    await one.says('[data-tool="code"] [data-said]', said);
    await expect.poll(() => one.page.locator('iframe').count()).toBe(1);
    await one.press('restore');
    await one.says('[data-tool="code"] [data-said]', /original runs again/);
    await expect.poll(() => one.page.locator('iframe').count()).toBe(0);
    await one.twoSteps();
    expect(await one.loss()).toBeGreaterThan(0);
    await close();
  });
});

async function lineOf(one: Desk, file: string, text: string): Promise<number> {
  const demo = await one.demo.getAttribute('data-demo');
  const response = await fetch(address(`workshop/${demo}.json`));
  const { files } = (await response.json()) as { files: { name: string; text: string }[] };
  const lines = files.find(({ name }) => name.endsWith(`/${file}`))!.text.split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}

describe('the network', () => {
  const asked: string[] = [];
  let servers: Server[] = [];
  let own = '';
  let foreign = '';
  beforeAll(async () => {
    // A host that sends no headers at all, and another one that hears of any attempt.
    const plain = createServer((request, response) => {
      asked.push(`own ${request.url}`);
      void fetch(new URL(request.url ?? '/', address())).then(async (answer) => {
        const type = answer.headers.get('content-type') ?? '';
        response.writeHead(answer.status, { 'content-type': type });
        response.end(Buffer.from(await answer.arrayBuffer()));
      });
    });
    const other = createServer((request, response) => {
      asked.push(`foreign ${request.url}`);
      response.writeHead(200, { 'access-control-allow-origin': '*' }).end('export default 1');
    });
    servers = [plain, other];
    for (const server of servers) {
      server.on('upgrade', (request, socket) => {
        asked.push(`socket ${request.url}`);
        socket.destroy();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    }
    [own, foreign] = servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });
  afterAll(() => {
    for (const server of servers) {
      server.close();
      server.closeAllConnections();
    }
  });

  /** Each way out that a worker has, tried at the beginning of a run; the outcomes are thrown as a text. */
  const tries = (addresses: readonly string[]): string => `
  const outcomes: string[] = [];
  const g = globalThis as any;
  const blobOf = (text: string) => g.URL.createObjectURL(new g.Blob([text], { type: 'text/javascript' }));
  // A fault of a thread of its own would be told as the run's.
  const refused = (no: any) => (event: any) => { event.preventDefault?.(); no(new Error('refused')); };
  const heard = (target: any, good: string) => new Promise((yes, no) => {
    target['on' + good] = yes; target.onerror = refused(no); });
  for (const address of ${JSON.stringify(addresses)}) {
    const ways: Record<string, () => unknown> = {
      fetch: () => g.fetch(address + 'leak-fetch'),
      ownFetch: () => Object.getPrototypeOf(g).fetch?.call(g, address + 'leak-own-fetch') ?? g.WorkerGlobalScope.prototype.fetch.call(g, address + 'leak-own-fetch'),
      xhr: () => { const x = new g.XMLHttpRequest(); x.open('GET', address + 'leak-xhr'); const end = heard(x, 'load'); x.send(); return end; },
      socket: () => heard(new g.WebSocket(address.replace('http', 'ws') + 'leak-socket'), 'open'),
      events: () => heard(new g.EventSource(address + 'leak-events'), 'open'),
      scripts: () => g.importScripts(address + 'leak-scripts.js'),
      image: () => heard(Object.assign(new g.Image(), { src: address + 'leak-image' }), 'load'),
      imported: () => import(address + 'leak-import.js'),
      blobImport: () => import(blobOf('import "' + address + 'leak-nested.js"')),
      worker: () => heard(new g.Worker(address + 'leak-worker.js'), 'message'),
      blobWorker: () => heard(new g.Worker(blobOf('importScripts("' + address + 'leak-inner.js"); postMessage(1)')), 'message'),
      blobFetch: () => new Promise((yes, no) => { const w = new g.Worker(blobOf('fetch("' + address + 'leak-inner").then(() => postMessage("yes"), () => postMessage("no"))')); w.onmessage = (e: any) => e.data === 'yes' ? yes(1) : no(new Error('no')); w.onerror = refused(no); }),
      face: () => new g.FontFace('x', 'url(' + address + 'leak-face)').load(),
      transport: () => new g.WebTransport(address.replace('http:', 'https:') + 'leak-transport').ready,
      evaluated: () => g.eval('1'),
      load: () => load(address + 'leak-load'),
      loadHere: () => load('/leak-load'),
      loadUp: () => load('../leak-load'),
      loadPage: () => load('/introduction/index.html'),
    };
    const silent = new Promise((end) => g.setTimeout(end, 4000, 'silent'));
    outcomes.push(...await Promise.all(Object.entries(ways).map(async ([name, way]) => {
      const outcome = Promise.resolve().then(way).then(() => 'REACHED', () => 'refused');
      return name + ' ' + await Promise.race([outcome, silent]);
    })));
  }
  throw new Error(outcomes.join(', '));
`;

  it.each([
    ['where the host sends headers', () => address(alone)],
    ['where it sends none', () => own + alone],
  ])('is out of reach %s', async (_, whole) => {
    const { one, page, close } = await desk('points', whole());
    await one.unfold();
    const leaks: Request[] = [];
    page.context().on('request', (request) => {
      if (/^(?!blob:).*(leak|introduction)/.test(request.url())) leaks.push(request);
    });
    const start = 'export async function* run({ knobs, seed';
    const { files } = (await (await fetch(address('workshop/denoising-diffusion/points.json'))).json()) as {
      files: { name: string; text: string }[];
    };
    const text = files[0].text;
    const head = text.slice(text.indexOf(start), text.indexOf('{\n', text.indexOf(start)) + 2);
    expect(head).toContain(start);
    const opened = head
      .replace('{ knobs, seed', '{ knobs, load, seed')
      .replace(/load, seed(.*?), load/, 'load, seed$1');
    const origin = new URL(whole()).origin + '/';
    await one.write(
      'points.demo.ts',
      text.replace(head, () => opened + tries([origin, foreign])),
    );
    asked.length = 0;
    await one.press('run');
    await one.says('[data-fault]', /loadPage refused.*loadPage refused/s, 200_000);
    const outcomes = await one.tool.locator('[data-fault]').innerText();
    expect(outcomes).not.toContain('REACHED');
    expect(outcomes.match(/refused/g)?.length).toBeGreaterThan(30);
    expect(asked.filter((line) => /leak|^foreign|^socket/.test(line))).toEqual([]);
    // What the browser names a request was refused by the policy before it left.
    const fates = leaks.map((request) => `${request.url()} ${request.failure()?.errorText}`);
    expect(fates.filter((fate) => !/ csp$/.test(fate))).toEqual([]);
    expect(await page.evaluate(() => document.querySelectorAll('iframe').length)).toBe(1);
    await one.press('restore');
    await one.twoSteps();
    expect(await one.loss()).toBeGreaterThan(0);
    await close();
  });

  it('is a sentence when it fails before the workshop is there', async () => {
    const { one, page, close } = await desk();
    await one.unfold();
    await page.route('**/workshop/runtime.js', (route) => route.abort());
    await one.press('run');
    await one.says('[data-fault]', /could not be loaded/);
    await page.unroute('**/workshop/runtime.js');
    await one.press('run');
    await one.says('[data-tool="code"] [data-said]', /Your code is loaded/);
    await close();
  });

  it('leads into the workshop for nobody: opened as a page, it does nothing', async () => {
    const { page, close } = await desk('points', 'workshop/frame.html');
    const heard = await page.evaluate(
      () =>
        new Promise((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = ({ data }) => resolve(data);
          window.postMessage({ runtime: 'export const open = (_, port) => port.postMessage(1)' }, '*', [
            port2,
          ]);
          setTimeout(resolve, 1500, 'nothing');
        }),
    );
    expect(heard).toBe('nothing');
    await close();
  });
});

describe('the editor', () => {
  it('works by keyboard alone', async () => {
    const { one, page, close } = await desk();
    await one.unfold();
    await one.tool.getByRole('tab', { selected: true }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Tab');
    const inside = () =>
      one.tool.locator('.code-sheet').evaluate((host) => host.shadowRoot?.activeElement !== null);
    expect(await inside()).toBe(true);
    // A slash is a letter here, not the way to the search; Tab indents.
    await page.keyboard.type('// mine');
    await page.keyboard.press('Tab');
    await expect.poll(() => one.tool.locator('.cm-line').first().innerText()).toContain('// mine  ');
    expect(await page.locator('dialog[open]').count()).toBe(0);
    await page.keyboard.press('Control+Enter');
    await one.says('[data-tool="code"] [data-said]', /Your code is loaded/);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    expect(await inside()).toBe(false);
    expect(
      await one.tool.locator('[data-press="run"]').evaluate((button) => button === document.activeElement),
    ).toBe(true);
    await close();
  });

  it('fits a narrow window and has nothing for axe to find, light or dark', async () => {
    const { one, page, noise, close } = await desk('points', alone, {
      viewport: { width: 320, height: 800 },
    });
    await one.unfold();
    await one.replace('diffusion.ts', 'export const noLabel = -1;', 'export const noLabel = ;');
    await one.press('run');
    await one.says('[data-fault]', /diffusion\.ts/);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(wide).toBeLessThanOrEqual(320);
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      const { violations } = await new AxeBuilder({ page }).include('#demo-points').analyze();
      const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join()}`);
      expect(found, colorScheme).toEqual([]);
    }
    expect(noise.complaints).toEqual([]);
    await close();
  });
});
