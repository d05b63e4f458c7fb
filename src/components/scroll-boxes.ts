/** Lets the keyboard into boxes that scroll sideways, and only into those that do. */

const boxes = document.querySelectorAll<HTMLElement>('.katex-display, pre, .table-scroll');

function admit(box: HTMLElement): void {
  if (box.scrollWidth > box.clientWidth + 1) {
    box.tabIndex = 0;
    box.setAttribute('role', 'group');
    box.setAttribute(
      'aria-label',
      box.matches('pre') ? 'Listing' : box.matches('.katex-display') ? 'Formula' : 'Table',
    );
  } else if (box.tabIndex === 0) {
    box.removeAttribute('tabindex');
    box.removeAttribute('role');
    box.removeAttribute('aria-label');
  }
}

const observer = new ResizeObserver((entries) => {
  for (const { target } of entries) if (target instanceof HTMLElement) admit(target);
});
for (const box of boxes) observer.observe(box);
