/** Buttons that narrow the results to articles, the glossary or the references. */
import { pageWords } from '#words/page';
import { element } from './markup.ts';
import { kinds, type Kind, type Passage } from './passages.ts';

export type Choice = Kind | 'all';

/** Shows only kinds of which something was found, each with its number. */
export class KindSwitch {
  chosen: Choice = 'all';
  readonly #bar: HTMLElement;
  readonly #changed: () => void;

  constructor(bar: HTMLElement, changed: () => void) {
    this.#bar = bar;
    this.#changed = changed;
  }

  offer(passages: readonly Passage[]): void {
    const counts = kinds.map((kind) => ({
      kind,
      count: passages.filter((each) => each.kind === kind).length,
    }));
    const present = counts.filter(({ count }) => count > 0);
    if (!present.some(({ kind }) => kind === this.chosen)) this.chosen = 'all';
    const choices = present.map(({ kind, count }) => this.#button(kind, count));
    this.#bar.hidden = present.length < 2;
    this.#bar.replaceChildren(...(this.#bar.hidden ? [] : [this.#button('all'), ...choices]));
  }

  #button(choice: Choice, count?: number): HTMLButtonElement {
    const { kinds: names } = pageWords().search;
    const number = count === undefined ? [] : [' ', element('span', {}, [String(count)])];
    const pressed = String(choice === this.chosen);
    const button = element('button', { type: 'button', 'aria-pressed': pressed }, [names[choice], ...number]);
    button.addEventListener('click', () => this.#choose(choice, button));
    return button;
  }

  #choose(choice: Choice, button: HTMLButtonElement): void {
    this.chosen = choice;
    for (const each of this.#bar.children) each.setAttribute('aria-pressed', String(each === button));
    this.#changed();
  }
}
