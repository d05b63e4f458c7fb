import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import { queryFor } from '../address.ts';
import { differing, experimentOf, hasSeed, type Experiment } from '../experiment.ts';
import { kindOf, type Freight } from '../knob-kinds.ts';
import type { Lab } from '../lab.ts';
import { elementsOf } from '../lecture.ts';
import { attachFile } from '../share-file.ts';
import { embedOf, frameOf, linkOf, longest } from '../shared-link.ts';

/** The present experiment as a link, as a frame for other sites and as a file. The address bar stays as it is. */
export function attach(lab: Lab, place: HTMLElement): void {
  new Share(lab, place as HTMLDetailsElement);
}

/** Wide enough for a demo's pictures, their controls and a caption, where nothing could be measured. */
const leastHeight = 480;

class Share {
  readonly #lab: Lab;
  readonly #place: HTMLDetailsElement;
  readonly #words = pageWords().tools.share;
  /** What the address of this page asked for; the boxes begin there. */
  readonly #asked: Experiment | undefined;

  constructor(lab: Lab, place: HTMLDetailsElement) {
    this.#lab = lab;
    this.#place = place;
    const query = queryFor(lab.root);
    this.#asked = query && experimentOf(query, lab.definition).experiment;
    this.#offer();
    place.addEventListener('toggle', () => this.#refresh());
    place.addEventListener('change', () => this.#refresh());
    attachFile(lab, place, () => this.#experiment);
    for (const button of place.querySelectorAll<HTMLButtonElement>(
      '[data-press="link"], [data-press="code"]',
    ))
      button.addEventListener('click', () => void this.#press(button));
    lab.on('settings', () => this.#refresh());
    // A quick reader has opened it before this script arrived.
    this.#refresh();
  }

  /** Only the boxes that mean something for this demo. */
  #offer(): void {
    const { definition, root } = this.#lab;
    this.#find('[data-still]').hidden = definition.rhythm === 'answer';
    this.#input('[data-option="play"]').checked = this.#asked?.play ?? false;
    const views = this.#find('[data-choices="views"]');
    const entries = Object.entries(definition.views);
    views.hidden = entries.length < 2;
    for (const [name, { label }] of entries)
      views.append(checkBox(name, label, this.#asked?.views?.includes(name) ?? true));
    for (const box of this.#boxes('hide')) {
      box.checked = this.#asked?.hide?.includes(box.value) ?? false;
      box.closest('label')!.hidden = elementsOf(root, box.value).length === 0;
    }
  }

  get #experiment(): Experiment {
    const { inputs, definition } = this.#lab;
    const parts = this.#boxes('hide').map(({ value }) => value);
    const knobs = this.#asked?.hide?.filter((name) => !parts.includes(name)) ?? [];
    const views = checked(this.#boxes('views'));
    return {
      settings: inputs.settings(),
      seed: hasSeed(definition) ? inputs.seed() : undefined,
      play: this.#input('[data-option="play"]').checked,
      hide: [...checked(this.#boxes('hide')), ...knobs],
      views: views.length > 0 ? views : undefined,
    };
  }

  #refresh(): void {
    if (!this.#place.open) return;
    const { definition } = this.#lab;
    const experiment = this.#experiment;
    const present = new URLSearchParams(location.search);
    const link = linkOf(experiment, definition, { page: articleOf(this.#lab), present });
    const page = `${location.origin}${import.meta.env.BASE_URL}/embed/${definition.demo}/`;
    const embed = embedOf(experiment, definition, {
      page: page.replace(/(?<!:)\/{2,}/g, '/'),
      present,
    });
    const refusal = this.#refusal(experiment, Math.max(link.length, embed.length));
    this.#input('[data-link]').value = refusal ? '' : link;
    this.#find<HTMLTextAreaElement>('[data-code]').value = refusal ? '' : frameOf(embed, this.#frame());
    for (const name of ['link', 'code'])
      this.#find<HTMLButtonElement>(`[data-press="${name}"]`).disabled = refusal !== '';
    const sentence = refusal || this.#note(experiment);
    const said = this.#find('[data-link-problem]');
    if (said.textContent !== sentence) said.textContent = sentence;
  }

  /** Why no address can carry the experiment; nothing where one can. */
  #refusal(experiment: Experiment, length: number): string {
    const freights = this.#freights(experiment);
    const { refused } = freights.find(({ refused }) => refused) ?? {};
    if (refused) return this.#words[refused];
    if (length <= longest) return '';
    const [heaviest = nothing] = freights.sort((a, b) => b.count * b.letters - a.count * a.letters);
    const { count, letters, tooLong } = heaviest;
    const most = Math.max(0, count - Math.ceil((length - longest) / letters));
    return filled(this.#words[tooLong], { length, longest, count, most });
  }

  /** What an address changes about it, if it does. */
  #note(experiment: Experiment): string {
    const { noted } = this.#freights(experiment).find(({ noted }) => noted) ?? {};
    return noted ? this.#words[noted] : '';
  }

  /** The long values among those that matter. */
  #freights({ settings }: Experiment): Freight[] {
    const { definition } = this.#lab;
    const { knobs, views } = definition;
    return Object.entries(differing(settings, definition)).flatMap(
      ([name, value]) => kindOf(knobs[name]).inLink?.(value, knobs[name], views) ?? [],
    );
  }

  /** As high as the demo stands here, with its text and its tools folded away. */
  #frame(): { title: string; height: number } {
    const { root } = this.#lab;
    const figure = root.querySelector<HTMLElement>('.figure-number')?.textContent?.trim() ?? '';
    const folded = [...root.querySelectorAll<HTMLElement>('figcaption, [data-tools]')];
    const height = folded.reduce((sum, { offsetHeight }) => sum - offsetHeight, root.offsetHeight) + 160;
    const isAlone = root.closest('[data-embed]') !== null;
    const title = isAlone
      ? document.title
      : filled(this.#words.frame, { demo: figure, page: document.title });
    return { title, height: Math.ceil(Math.max(leastHeight, height) / 10) * 10 };
  }

  async #press(button: HTMLButtonElement): Promise<void> {
    const name = button.dataset.press === 'link' ? '[data-link]' : '[data-code]';
    const field = this.#find<HTMLInputElement | HTMLTextAreaElement>(name);
    const words = pageWords().copy;
    field.select();
    const said = await navigator.clipboard.writeText(field.value).then(
      () => words.copied,
      () => words.refused,
    );
    this.#find('[data-said]').textContent = said;
    const label = (button.dataset.label ??= button.textContent);
    button.textContent = said;
    setTimeout(() => {
      button.textContent = label;
      this.#find('[data-said]').textContent = '';
    }, 2000);
  }

  #boxes(list: string): HTMLInputElement[] {
    return [...this.#place.querySelectorAll<HTMLInputElement>(`[data-choices="${list}"] input`)];
  }

  #input(selector: string): HTMLInputElement {
    return this.#find<HTMLInputElement>(selector);
  }

  #find<Kind extends HTMLElement = HTMLElement>(selector: string): Kind {
    return this.#place.querySelector<Kind>(selector)!;
  }
}

const nothing: Freight = { tooLong: 'tooLong', count: 0, letters: 1 };

const checked = (boxes: readonly HTMLInputElement[]): string[] =>
  boxes.filter((box) => box.checked).map(({ value }) => value);

/** The article's own address; an embed page names it. */
function articleOf({ root }: Lab): string {
  const path = root.closest<HTMLElement>('[data-embed]')?.dataset.embed ?? location.pathname;
  return location.origin + path;
}

function checkBox(value: string, label: string, isChecked: boolean): HTMLLabelElement {
  const frame = document.createElement('label');
  const box = document.createElement('input');
  Object.assign(box, { type: 'checkbox', value, checked: isChecked });
  frame.append(box, ` ${label}`);
  return frame;
}
