/** The fixed parts of the dialog: a field, a row of kinds, the results, and what the keys do. */
import { pageWords } from '#words/page';
import { element } from './markup.ts';
import { letSlashOpen, slashOpens } from './slash.ts';

/** Everything that the dialog fills or listens to. */
export function frame() {
  const words = pageWords().search;
  const input = field();
  const close = element('button', { type: 'button', class: 'search-close' }, [words.close]);
  const kindBar = element('div', { class: 'search-kinds', role: 'group', 'aria-label': words.show });
  const status = element('p', { class: 'search-status', role: 'status' });
  const list = element('div', { class: 'search-list', role: 'listbox', id: 'search-list' });
  list.setAttribute('aria-label', words.results);
  const message = element('div', { class: 'search-message' });
  const dialog = element('dialog', { class: 'search', 'aria-label': words.title }, [
    element('div', { class: 'search-sheet' }, [
      element('div', { class: 'search-field' }, [input, close]),
      element('div', { class: 'search-bar' }, [kindBar, status]),
      list,
      message,
      foot(),
    ]),
  ]);
  return { dialog, input, close, kindBar, status, list, message };
}

function field(): HTMLInputElement {
  const words = pageWords().search;
  return element('input', {
    type: 'text',
    role: 'combobox',
    class: 'search-input',
    'aria-label': words.label,
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
    'aria-controls': 'search-list',
    placeholder: words.label,
    inputmode: 'search',
    enterkeyhint: 'search',
    autocomplete: 'off',
    autocapitalize: 'off',
    spellcheck: 'false',
  });
}

function foot(): HTMLElement {
  const words = pageWords().search;
  const box = element('input', { type: 'checkbox', checked: slashOpens() });
  box.addEventListener('change', () => letSlashOpen(box.checked));
  return element('div', { class: 'search-foot' }, [
    element('p', {}, [words.keys]),
    element('label', {}, [box, words.slash]),
  ]);
}
