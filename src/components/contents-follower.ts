/** Marks, in the table of contents, the section that is being read. */

const links = new Map<string, HTMLAnchorElement>();
for (const link of document.querySelectorAll<HTMLAnchorElement>('.contents a')) {
  links.set(decodeURIComponent(link.hash.slice(1)), link);
}
const contents = document.querySelector<HTMLElement>('.contents');
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

function follow(): void {
  const passed = headings.filter((heading) => heading.getBoundingClientRect().top <= readingLine());
  mark(links.get(passed.at(-1)?.id ?? ''));
}

/** Reports come only when a heading crosses the reading line, so scrolling itself costs nothing. */
const observer = new IntersectionObserver(follow, { rootMargin: '0px 0px -66% 0px' });
for (const heading of headings) observer.observe(heading);
addEventListener('hashchange', () => requestAnimationFrame(follow));

// A module: its names are its own.
export {};
