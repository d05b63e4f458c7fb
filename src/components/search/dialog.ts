/** The dialog of the search: made when it is first opened, kept with its query while the page is. */
import { filled, counted } from '#words/words';
import { pageWords } from '#words/page';
import { prepare, search } from './engine.ts';
import { KindSwitch } from './kind-switch.ts';
import { developing, failed, invitation, nothing } from './messages.ts';
import type { Passage } from './passages.ts';
import { ResultList } from './result-list.ts';
import { frame } from './search-frame.ts';

const words = pageWords().search;
const language = document.documentElement.lang;
/** Milliseconds without a key before a search, and before a slow search says that it is on its way. */
const pause = { typing: 120, slow: 400 };

const { dialog, input, close, kindBar, status, list, message } = frame();
const results = new ResultList(list, input);
const kinds = new KindSwitch(kindBar, () => showPassages());
let passages: readonly Passage[] = [];
let asked = '';
let waiting: ReturnType<typeof setTimeout> | undefined;

/** Opens the dialog with the last query selected, so that typing replaces it. */
export function openSearch(): void {
  if (!dialog.isConnected) document.body.append(dialog);
  if (!dialog.open) dialog.showModal();
  input.focus();
  input.select();
  if (!import.meta.env.DEV) prepare();
}

/** Searches for what stands in the field; an answer that comes after the next question is dropped. */
async function answer(): Promise<void> {
  const query = input.value.trim();
  asked = query;
  if (query === '') return showMessage(invitation());
  const slow = setTimeout(() => (status.textContent = words.searching), pause.slow);
  try {
    const found = await search(query);
    if (asked === query) showFound(found, query);
  } catch {
    if (asked === query) showMessage(failed(() => void answer()));
  } finally {
    clearTimeout(slow);
  }
}

function showFound(found: readonly Passage[], query: string): void {
  if (found.length === 0) return showMessage(nothing(), filled(words.nothing, { query }));
  passages = found;
  kinds.offer(found);
  showPassages();
}

function showPassages(): void {
  message.replaceChildren();
  const count = results.show(passages, kinds.chosen);
  status.textContent = counted(words.found, count, language);
}

function showMessage(content: Node, said = ''): void {
  passages = [];
  results.clear();
  kinds.offer([]);
  message.replaceChildren(content);
  status.textContent = said;
}

input.addEventListener('input', () => {
  clearTimeout(waiting);
  if (import.meta.env.DEV) return;
  waiting = setTimeout(() => void answer(), pause.typing);
});
input.addEventListener('keydown', (event) => {
  if (results.takes(event)) event.preventDefault();
});
list.addEventListener('click', (event) => {
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey;
  if (event.target instanceof Element && event.target.closest('a') && !elsewhere) dialog.close();
});
close.addEventListener('click', () => dialog.close());
dialog.addEventListener('click', ({ target }) => {
  if (target === dialog) dialog.close();
});
showMessage(import.meta.env.DEV ? developing() : invitation());
