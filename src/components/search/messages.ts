/** What the dialog says where there are no results to show. */
import { pageWords } from '#words/page';
import { element } from './markup.ts';

const words = () => pageWords().search;
const base = import.meta.env.BASE_URL.replace(/\/?$/, '/');

/** Before the first word: what can be found, and two places to look around in. */
export function invitation(): HTMLElement {
  return element('div', {}, [element('p', {}, [words().invitation]), places()]);
}

/** After a query without results. */
export function nothing(): HTMLElement {
  return element('div', {}, [element('p', {}, [words().nothingHint]), places()]);
}

/** When the index, or a piece of it, did not arrive. */
export function failed(again: () => void): HTMLElement {
  const retry = element('button', { type: 'button' }, [words().retry]);
  retry.addEventListener('click', again);
  return element('div', {}, [element('p', { role: 'alert' }, [words().failed]), retry]);
}

/** While the site is being written there is no index. */
export function developing(): HTMLElement {
  return element('p', {}, [words().developing]);
}

function places(): HTMLElement {
  const link = (path: string, text: string) => element('a', { href: base + path }, [text]);
  return element('p', { class: 'search-places' }, [
    link('glossary/', words().glossary),
    link('timeline/', words().timeline),
  ]);
}
