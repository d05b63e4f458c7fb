import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import { fileSize } from '../file-size.ts';
import { Autosave } from '../keep/autosave.ts';
import { watchOf, type RunWatch } from '../keep/run-watch.ts';
import type { Attach, Lab } from '../lab.ts';
import { checkpointOf, entriesOf, keep, remove, StorageProblem, type Entry } from '../storage.ts';

/** Checkpoints of a demo's runs: kept on request, and by itself when a run may be left. */
export const attach: Attach = (lab, place) => {
  // Where each turn of a knob is answered at once there is no run to keep.
  if (lab.definition.rhythm === 'answer') place.hidden = true;
  else new Keeping(lab, place as HTMLDetailsElement);
};

class Keeping {
  readonly #lab: Lab;
  readonly #place: HTMLDetailsElement;
  readonly #watch: RunWatch;
  readonly #words = pageWords().tools.keep;
  readonly #autosave: Autosave;
  readonly #left: HTMLElement;

  constructor(lab: Lab, place: HTMLDetailsElement) {
    this.#lab = lab;
    this.#place = place;
    this.#watch = watchOf(lab);
    this.#autosave = new Autosave(lab, this.#watch, () => void this.#list());
    this.#left = this.#find('[data-left]');
    lab.root.querySelector('.tools')?.before(this.#left);
    this.#find('[data-press="keep"]').addEventListener('click', () => void this.#guarded(() => this.#keep()));
    place.addEventListener('toggle', () => void this.#list());
    lab.on('start', () => (this.#left.hidden = true));
    void this.#offerLeft();
  }

  async #keep(): Promise<void> {
    const checkpoint = await this.#watch.present();
    if (!checkpoint) return this.#say(this.#words.nothing);
    const { step, bytes, goesOn } = await keep(checkpoint, 'kept');
    this.#say(filled(goesOn ? this.#words.kept : this.#words.keptSeed, { step, size: fileSize(bytes) }));
    await this.#list();
  }

  /** What was left in an earlier visit, as long as no run has begun in this one. */
  async #offerLeft(): Promise<void> {
    const entries = await entriesOf(this.#lab.definition.demo).catch(() => []);
    const entry = entries.find(({ reason }) => reason === 'left');
    if (!entry || this.#lab.history.length > 0 || this.#lab.state === 'playing') return;
    const { leftAt, leftSeed, goOnFrom, again } = this.#words;
    const values = { step: entry.step, date: this.#date(entry.date) };
    this.#left.querySelector('[data-left-said]')!.textContent = filled(
      entry.goesOn ? leftAt : leftSeed,
      values,
    );
    const [goOn, letGo] = this.#left.querySelectorAll('button');
    goOn.textContent = entry.goesOn ? filled(goOnFrom, values) : again;
    goOn.onclick = () => void this.#guarded(() => this.#takeUp(entry));
    letGo.onclick = () => void this.#guarded(() => this.#remove(entry));
    this.#left.hidden = false;
  }

  async #list(): Promise<void> {
    if (!this.#place.open) return;
    await this.#guarded(async () => {
      const entries = await entriesOf(this.#lab.definition.demo);
      this.#find('[data-list]').replaceChildren(...entries.map((entry) => this.#item(entry)));
      this.#find('[data-none]').hidden = entries.length > 0;
    });
  }

  #item(entry: Entry): HTMLElement {
    const { step, date, bytes, reason, goesOn } = entry;
    const item = document.createElement('li');
    const told = document.createElement('span');
    told.id = `${this.#lab.root.id}-checkpoint-${date}`;
    const text = reason === 'left' ? this.#words.entryLeft : this.#words.entry;
    told.textContent = filled(text, { step, date: this.#date(date), size: fileSize(bytes) });
    const takeUp = this.#button(goesOn ? this.#words.goOn : this.#words.again, () => this.#takeUp(entry));
    const away = this.#button(this.#words.remove, () => this.#remove(entry));
    for (const button of [takeUp, away]) button.setAttribute('aria-describedby', told.id);
    item.append(told, takeUp, away);
    return item;
  }

  #button(label: string, press: () => Promise<void>): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    button.addEventListener('click', () => void this.#guarded(press));
    return button;
  }

  async #takeUp(entry: Entry): Promise<void> {
    const checkpoint = await checkpointOf(entry);
    if (!checkpoint) return this.#say(this.#words.gone);
    const held = this.#left.contains(document.activeElement);
    this.#watch.takeUp(checkpoint);
    // The offer is gone, and with it the button that was pressed.
    if (held) this.#lab.root.querySelector<HTMLElement>('[data-action="play"]')?.focus();
    if (entry.reason === 'left') this.#autosave.adopt(entry);
    this.#say('');
  }

  async #remove(entry: Entry): Promise<void> {
    await remove(entry);
    if (entry.reason === 'left') this.#left.hidden = true;
    this.#say(this.#words.removed);
    await this.#list();
    // The pressed button is gone: whoever uses a keyboard goes on from the tool's own.
    if (this.#place.open) this.#find('[data-press="keep"]').focus();
  }

  /** What the browser refuses is said; nothing else changes. */
  async #guarded(action: () => Promise<void>): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof StorageProblem)) throw error;
      this.#say(this.#words[error.kind]);
    }
  }

  #date(date: number): string {
    return new Date(date).toLocaleString(this.#words.dates, { dateStyle: 'medium', timeStyle: 'short' });
  }

  #say(sentence: string): void {
    this.#find('[data-said]').textContent = sentence;
    if (!this.#place.open && sentence !== '') this.#lab.stage.say(sentence);
  }

  #find(selector: string): HTMLElement {
    return this.#place.querySelector<HTMLElement>(selector)!;
  }
}
