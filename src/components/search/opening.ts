/** The ways into the search: its button, Ctrl-K or Cmd-K, and the slash. All that a page loads before one of them is used. */
import { pageWords } from '#words/page';
import { slashOpens } from './slash.ts';

const button = document.querySelector<HTMLButtonElement>('.search-open')!;
const said = button.nextElementSibling!;

async function open(): Promise<void> {
  try {
    const { openSearch } = await import('./dialog.ts');
    said.textContent = '';
    openSearch();
  } catch {
    said.textContent = pageWords().search.missing;
  }
}

/** In a field that can be seen: right after it closes, the dialog's own still has the focus for a moment. */
const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.getClientRects().length > 0 &&
  (target.isContentEditable ||
    target.matches('input:not([type="range"], [type="checkbox"], [type="radio"]), textarea, select'));

function asksForSearch(event: KeyboardEvent): boolean {
  const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event;
  if (altKey || event.defaultPrevented) return false;
  if (ctrlKey || metaKey) return key.toLowerCase() === 'k' && !shiftKey;
  return key === '/' && !isTyping(target) && slashOpens();
}

button.addEventListener('click', () => void open());
document.addEventListener('keydown', (event) => {
  if (!asksForSearch(event)) return;
  event.preventDefault();
  void open();
});
