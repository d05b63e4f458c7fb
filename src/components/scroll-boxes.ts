/**
 * Lets the keyboard into formulas and listings that scroll sideways, and only into those that do. What is off screen waits with
 * its layout (off-screen.css): the browser reports its size when it comes near, and nothing is measured before.
 */
import { pageWords } from '#words/page';

const words = pageWords().boxes;
const boxes = [...document.querySelectorAll<HTMLElement>('.equation-box, math.wraps, pre:not([tabindex])')];

function admit(box: HTMLElement): void {
  const content = Math.max(box.scrollWidth, box.firstElementChild?.scrollWidth ?? 0);
  if (content > box.clientWidth + 1) {
    box.tabIndex = 0;
    if (box.localName === 'math') return;
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', box.matches('pre') ? words.listing : words.formula);
  } else if (box.hasAttribute('tabindex')) {
    for (const name of ['tabindex', 'role', 'aria-label']) box.removeAttribute(name);
  }
}

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) admit(target as HTMLElement);
});

for (const box of boxes) observer.observe(box);
