import type { Page } from 'playwright';

/** Links within the site whose page does not answer or whose anchor is not on it. */
export async function deadLinks(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const documents = new Map<string, Promise<Document | undefined>>([
      [location.pathname, Promise.resolve(document)],
    ]);
    const read = async (path: string): Promise<Document | undefined> => {
      const response = await fetch(path);
      if (!response.ok) return undefined;
      return new DOMParser().parseFromString(await response.text(), 'text/html');
    };
    const dead: string[] = [];
    for (const link of document.querySelectorAll<HTMLAnchorElement>('a[href]')) {
      const target = new URL(link.href);
      if (target.origin !== location.origin) continue;
      if (!documents.has(target.pathname)) documents.set(target.pathname, read(target.pathname));
      const found = await documents.get(target.pathname);
      const anchor = decodeURIComponent(target.hash.slice(1));
      if (!found || (anchor && !found.getElementById(anchor))) dead.push(link.outerHTML.slice(0, 160));
    }
    return dead;
  });
}
