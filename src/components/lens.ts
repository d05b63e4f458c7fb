/** The reader's lens: opens what the chosen reader came for, folds the rest, and carries the choice in memory and address. */

const root = document.documentElement;
const body = document.querySelector('.article-body');

/** Opens and folds the parts that lenses govern; questions and answers are the reader's own. */
function open(lens: string): void {
  root.dataset.lens = lens;
  for (const fold of document.querySelectorAll<HTMLDetailsElement>('details[data-opens-for]')) {
    fold.open = lens === 'all' || fold.dataset.opensFor === lens;
  }
}

/** Lets `change` happen around what is being read, which stays where it is in the window. */
function inPlace(change: () => void): void {
  const { left, width } = body?.getBoundingClientRect() ?? root.getBoundingClientRect();
  const read = document
    .elementsFromPoint(left + width / 2, innerHeight / 3)
    .find((element) => element.parentElement === body);
  const top = read?.getBoundingClientRect().top ?? 0;
  root.style.overflowAnchor = 'none';
  change();
  if (read) scrollBy({ top: read.getBoundingClientRect().top - top, behavior: 'instant' });
  requestAnimationFrame(() => root.style.removeProperty('overflow-anchor'));
}

function remember(lens: string): void {
  try {
    localStorage.setItem('lens', lens);
  } catch {
    // Storage may be forbidden; the address still carries the lens.
  }
  const address = new URL(location.href);
  address.searchParams.set('lens', lens);
  history.replaceState(history.state, '', address);
}

for (const choice of document.querySelectorAll<HTMLInputElement>('.lens input')) {
  choice.checked = choice.value === root.dataset.lens;
  choice.addEventListener('change', () => {
    inPlace(() => open(choice.value));
    remember(choice.value);
  });
}

/** A link into a folded part opens it, and what it is folded in. Most browsers do so themselves. */
function reveal(): void {
  const place = document.getElementById(location.hash.slice(1)) ?? document.querySelector(':target');
  const folds: HTMLDetailsElement[] = [];
  for (let at: Element | null | undefined = place; at; at = at.parentElement) {
    if (at instanceof HTMLDetailsElement && !at.open) folds.push(at);
  }
  for (const fold of folds) fold.open = true;
  if (folds.length) place?.scrollIntoView();
}

addEventListener('hashchange', reveal);
reveal();

// A module: its names are its own.
export {};
