/** Marks, in the table of contents, the section that is being read, and keeps the place for the next visit. */
import { keepPlace } from './reading-place.ts';

const links = new Map<string, HTMLAnchorElement>();
for (const link of document.querySelectorAll<HTMLAnchorElement>('.contents li a')) {
  links.set(decodeURIComponent(link.hash.slice(1)), link);
}
const contents = document.querySelector<HTMLElement>('.contents');
const article = document.querySelector<HTMLElement>('article[data-slug]');
const text = article?.querySelector<HTMLElement>('.article-body');
const headings = [...links.keys()]
  .map((id) => document.getElementById(id))
  .filter((heading): heading is HTMLElement => heading !== null);

/** The line that a heading must have passed to be the one being read: a third of the way down the window. */
const readingLine = (): number => innerHeight / 3;

let current: HTMLAnchorElement | undefined;

function mark(link: HTMLAnchorElement | undefined): void {
  if (link === current) return;
  current?.removeAttribute('aria-current');
  for (const item of contents?.querySelectorAll('.is-around') ?? []) item.classList.remove('is-around');
  current = link;
  if (!link || !contents) return;
  link.setAttribute('aria-current', 'true');
  for (let item = link.closest('li'); item; item = item.parentElement?.closest('li') ?? null) {
    item.classList.add('is-around');
  }
  keepInView(link, contents);
}

/** Scrolls the list, never the page. */
function keepInView(link: HTMLElement, list: HTMLElement): void {
  const { top, bottom } = link.getBoundingClientRect();
  const frame = list.getBoundingClientRect();
  if (top < frame.top + 48 || bottom > frame.bottom - 48) {
    list.scrollTop += (top + bottom) / 2 - (frame.top + frame.bottom) / 2;
  }
}

/** `reported`: where headings were found to be, so that the page is not laid out anew to ask. */
function follow(reported: readonly IntersectionObserverEntry[] = []): void {
  const tops = new Map(reported.map(({ target, boundingClientRect }) => [target, boundingClientRect.top]));
  const topOf = (heading: HTMLElement): number => tops.get(heading) ?? heading.getBoundingClientRect().top;
  const passed = headings.filter((heading) => topOf(heading) <= readingLine());
  const heading = passed.at(-1);
  mark(links.get(heading?.id ?? ''));
  if (heading) keep(heading);
}

function keep({ id }: HTMLElement): void {
  const slug = article?.dataset.slug;
  if (!slug) return;
  keepPlace(slug, {
    path: location.pathname,
    title: document.querySelector('h1')?.textContent ?? '',
    heading: id,
    section: links.get(id)?.textContent ?? '',
    furthest: shareRead(),
    time: Date.now(),
  });
}

/** How much of the text lies above the bottom of the window. */
function shareRead(): number {
  const { top = 0, height = 0 } = text?.getBoundingClientRect() ?? {};
  return height > 0 ? Math.min(1, Math.max(0, (innerHeight - top) / height)) : 0;
}

/** Reports come only when a heading crosses the reading line, so scrolling itself costs nothing. */
const observer = new IntersectionObserver((entries) => follow(entries), { rootMargin: '0px 0px -66% 0px' });
for (const heading of headings) observer.observe(heading);
/** The text has been read to its end: no heading says so. */
const end = document.querySelector('.way-on');
if (end) new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && follow()).observe(end);
addEventListener('hashchange', () => requestAnimationFrame(() => follow()));

// On a small screen the contents lie over the text, and make way for the section that was chosen.
contents?.addEventListener('click', ({ target }) => {
  const isLink = target instanceof Element && target.closest('a');
  if (isLink && contents.matches(':popover-open')) contents.hidePopover();
});
contents?.addEventListener('toggle', () => {
  if (current) keepInView(current, contents);
});
