/** Wires the button between light and dark, and remembers the choice where the browser allows it. */

const root = document.documentElement;
const system = matchMedia('(prefers-color-scheme: dark)');

const isDark = (): boolean => (root.dataset.theme ? root.dataset.theme === 'dark' : system.matches);

function remember(theme: string): void {
  try {
    localStorage.setItem('theme', theme);
  } catch {
    // Storage may be forbidden; the choice then lasts for this page.
  }
}

/** Buttons say what is, the browser's own frame takes the paper's colour. */
function show(): void {
  const paper = getComputedStyle(root).getPropertyValue('--paper').trim();
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    meta.content = paper;
  }
  for (const button of document.querySelectorAll('.theme-switch')) {
    button.setAttribute('aria-pressed', String(isDark()));
  }
}

function toggle(): void {
  const theme = isDark() ? 'light' : 'dark';
  root.dataset.theme = theme;
  remember(theme);
  show();
}

for (const button of document.querySelectorAll('.theme-switch')) button.addEventListener('click', toggle);
system.addEventListener('change', show);
show();
