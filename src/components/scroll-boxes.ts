/**
 * Lets the keyboard into formulas and listings that scroll sideways, and only into those that do. What is off screen waits with
 * its layout (off-screen.css), so it is measured in idle moments, and again when its size becomes known or changes.
 */

const boxes = [...document.querySelectorAll<HTMLElement>('.katex-display, pre:not([tabindex])')];

function admit(box: HTMLElement): void {
  const content = Math.max(box.scrollWidth, box.firstElementChild?.scrollWidth ?? 0);
  if (content > box.clientWidth + 1) {
    box.tabIndex = 0;
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', box.matches('pre') ? 'Listing' : 'Formula');
  } else if (box.hasAttribute('tabindex')) {
    for (const name of ['tabindex', 'role', 'aria-label']) box.removeAttribute(name);
  }
}

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) if (target instanceof HTMLElement) admit(target);
});

const whenIdle = (work: () => void): void => {
  if ('requestIdleCallback' in window) requestIdleCallback(work);
  else setTimeout(work, 50);
};

/** One box per idle moment: measuring what is off screen lays it out, and a phone takes a while over each. */
function admitNext(): void {
  const box = boxes.shift();
  if (!box) return;
  admit(box);
  observer.observe(box);
  whenIdle(admitNext);
}

whenIdle(admitNext);

// A module: its names are its own.
export {};
