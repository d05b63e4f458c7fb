/** The results as a list box that the field steers: the field keeps the focus, one result is the active one. */
import { pageWords } from '#words/page';
import type { Choice } from './kind-switch.ts';
import { element, markedText } from './markup.ts';
import { kinds, type Kind, type Passage } from './passages.ts';

/** Results of a kind beside those of other kinds, and on their own. */
const most = { beside: { article: 8, glossary: 4, reference: 4 }, alone: 60 };

export class ResultList {
  readonly #list: HTMLElement;
  readonly #input: HTMLInputElement;
  #options: HTMLAnchorElement[] = [];
  #active = -1;

  constructor(list: HTMLElement, input: HTMLInputElement) {
    this.#list = list;
    this.#input = input;
  }

  /** Shows the passages by kind, the kind of the best one first; returns how many of the chosen kinds there are. */
  show(passages: readonly Passage[], choice: Choice): number {
    const chosen = passages.filter(({ kind }) => choice === 'all' || kind === choice);
    const order = [...new Set(chosen.map(({ kind }) => kind))];
    const groups = order.map((kind) => {
      const all = chosen.filter((passage) => passage.kind === kind);
      return group(kind, all.slice(0, choice === 'all' ? most.beside[kind] : most.alone));
    });
    this.#fill(groups);
    return chosen.length;
  }

  clear(): void {
    this.#fill([]);
  }

  /** Whether a key that was pressed in the field is meant for the list, which then obeys it. */
  takes({ key, isComposing, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
    const last = this.#options.length - 1;
    if (last < 0 || isComposing || altKey || ctrlKey || metaKey) return false;
    if (key === 'Enter') return this.#open();
    const chosen = this.#active >= 0;
    if (key === 'ArrowDown') return this.#choose(this.#active === last ? 0 : this.#active + 1);
    if (key === 'ArrowUp') return this.#choose(this.#active <= 0 ? last : this.#active - 1);
    if (key === 'Home' && chosen) return this.#choose(0);
    if (key === 'End' && chosen) return this.#choose(last);
    return false;
  }

  #fill(groups: readonly HTMLElement[]): void {
    this.#list.replaceChildren(...groups);
    this.#list.hidden = groups.length === 0;
    this.#list.scrollTop = 0;
    this.#options = [...this.#list.querySelectorAll<HTMLAnchorElement>('[role="option"]')];
    this.#options.forEach((option, index) => (option.id = `search-result-${index + 1}`));
    this.#input.setAttribute('aria-expanded', String(groups.length > 0));
    this.#input.removeAttribute('aria-activedescendant');
    this.#active = -1;
  }

  #choose(index: number): true {
    this.#options[this.#active]?.setAttribute('aria-selected', 'false');
    const option = this.#options[index];
    option.setAttribute('aria-selected', 'true');
    option.scrollIntoView({ block: 'nearest' });
    this.#input.setAttribute('aria-activedescendant', option.id);
    this.#active = index;
    return true;
  }

  /** Without a choice, Enter opens the best result. */
  #open(): true {
    this.#options[Math.max(0, this.#active)].click();
    return true;
  }
}

function group(kind: Kind, passages: readonly Passage[]): HTMLElement {
  const id = `search-kind-${kinds.indexOf(kind) + 1}`;
  const name = element('p', { id, class: 'search-group' }, [pageWords().search.kinds[kind]]);
  return element('div', { role: 'group', 'aria-labelledby': id }, [name, ...passages.map(option)]);
}

function option({ href, kind, title, trail, excerpt }: Passage): HTMLAnchorElement {
  const line = (name: string, children: readonly (Node | string)[]) =>
    children.length > 0 ? [element('span', { class: name }, children)] : [];
  const attributes = {
    role: 'option',
    'aria-selected': 'false',
    tabindex: '-1',
    href,
    class: `search-${kind}`,
  };
  return element('a', attributes, [
    ...line('search-title', markedText(title)),
    ...line('search-trail', trail.length > 0 ? [trail.join(' › ')] : []),
    ...line('search-excerpt', markedText(excerpt)),
  ]);
}
