import type { Browser, CDPSession, Page } from 'playwright';

/** What a reader downloads who reads a page to its end and touches no demo; bytes as transferred, headers included. */
export interface PageWeight {
  readonly total: number;
  /** Files, and what stands in the page itself, uncompressed; data for demos is no script. */
  readonly script: number;
  readonly font: number;
  /** Addresses of scripts that hold TensorFlow.js. */
  readonly tensorflow: readonly string[];
}

/** A sentence that every bundle of TensorFlow.js's core carries, so that a renamed or inlined copy is found as well. */
export const tensorflowMark =
  /tidy\(\) function|Backend '.{0,20}' has not yet been initialized|has not been registered/;

/** Loads `url` in a fresh context, scrolls through it and weighs what came over the wire. */
export async function pageWeight(browser: Browser, url: string): Promise<PageWeight> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const bytes = await countBytes(session);
  const tensorflow: string[] = [];
  page.on('response', (response) => {
    if (response.request().resourceType() !== 'script') return;
    const note = (text: string): void => void (tensorflowMark.test(text) && tensorflow.push(response.url()));
    response.text().then(note, () => undefined);
  });
  await page.goto(url, { waitUntil: 'networkidle' });
  await readToTheEnd(page);
  const inline = await inlineScript(page);
  await context.close();
  const sum = (type?: string): number =>
    [...bytes.values()]
      .filter((entry) => type === undefined || entry.type === type)
      .reduce((all, { size }) => all + size, 0);
  return { total: sum(), script: sum('Script') + inline, font: sum('Font'), tensorflow };
}

/** Fills a map from request to its type and its size on the wire. */
async function countBytes(session: CDPSession): Promise<Map<string, { type: string; size: number }>> {
  const bytes = new Map<string, { type: string; size: number }>();
  session.on('Network.responseReceived', ({ requestId, type }) => bytes.set(requestId, { type, size: 0 }));
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const entry = bytes.get(requestId);
    if (entry) entry.size = encodedDataLength;
  });
  await session.send('Network.enable');
  return bytes;
}

async function inlineScript(page: Page): Promise<number> {
  return page.evaluate(() => {
    const inline = [...document.scripts].filter(
      ({ src, type }) => !src && (type === '' || type === 'module'),
    );
    return inline.reduce((all, { text }) => all + text.length, 0);
  });
}

/** One screen after the other, so that everything that loads lazily loads. */
async function readToTheEnd(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const screens = Math.ceil(document.documentElement.scrollHeight / innerHeight);
    for (let screen = 1; screen <= screens; screen++) {
      scrollTo(0, screen * innerHeight);
      await new Promise((resolve) => setTimeout(resolve, 30));
    }
  });
  await page.waitForLoadState('networkidle');
  await page.waitForTimeout(300);
}
