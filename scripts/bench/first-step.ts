/** What a reader downloads from the press of Play, in the demo of points, to the first step of training. */
import type { Page, Response } from 'playwright';

export interface Answer {
  readonly url: string;
  /** Compressed, without the headers of the answer: these cost next to nothing where a host speaks HTTP/2. */
  readonly bytes: number;
  readonly text: string;
}

/** Presses Play on the page of the article, once it has loaded all that it loads by itself. */
export async function firstStepDownload(page: Page): Promise<Answer[]> {
  const demo = page.locator('#demo-points');
  await demo.scrollIntoViewIfNeeded();
  await page.waitForLoadState('networkidle');
  const answers: Promise<Answer>[] = [];
  page.on('response', (response) => answers.push(weighed(response)));
  await demo.locator('[data-action="play"]').click();
  const trained = () => Number(document.querySelector<HTMLElement>('#demo-points')?.dataset.step ?? 0) >= 1;
  await page.waitForFunction(trained, undefined, { timeout: 120_000 });
  return Promise.all(answers);
}

async function weighed(response: Response): Promise<Answer> {
  const { responseBodySize } = await response.request().sizes();
  return { url: response.url(), bytes: responseBodySize, text: await response.text() };
}
