import type { Page } from 'playwright';

/**
 * Opens every folded proof, answer and menu, brings what can be set in far demos, and has the browser lay out what waits off screen,
 * as if the page had been read through: what is hidden is checked as well.
 */
export async function unfold(page: Page): Promise<void> {
  await addStyle(page, '* { content-visibility: visible !important }');
  await page.evaluate(async () => {
    for (const waiting of document.querySelectorAll<HTMLTemplateElement>('template[data-settings]'))
      waiting.replaceWith(waiting.content);
    for (const folded of document.querySelectorAll('details')) folded.open = true;
    const nextFrame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await nextFrame();
    await nextFrame();
  });
}

/** A reader's own style sheet; the site's policy lets none be written into the page. */
export async function addStyle(page: Page, css: string): Promise<void> {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets.push(sheet);
  }, css);
}

/** What reaches beyond the right edge of a page that scrolls sideways; wide things scroll inside their own frames instead. */
export async function wideElements(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= width) return [];
    const wide = [...document.body.querySelectorAll('*')].filter(
      (element) => element.getBoundingClientRect().right > width + 1,
    );
    return [
      'the page scrolls sideways',
      ...wide.slice(0, 8).map((element) => element.outerHTML.slice(0, 120)),
    ];
  });
}
