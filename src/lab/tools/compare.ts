import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import { differences, type CompareWords, type Described } from '../compare/knob-words.ts';
import { writeLegends } from '../compare/legend.ts';
import { mostPins, Pins } from '../compare/pins.ts';
import { RunList, type RunRecord } from '../compare/run-list.ts';
import { runGrid, runRows } from '../compare/run-table.ts';
import { csvOf, offerCsv } from '../follow/csv.ts';
import { fillTable } from '../follow/table.ts';
import type { Attach, Lab } from '../lab.ts';

/** Pins runs, has the charts draw them beneath the present one, and lists every run of this visit. */
export const attach: Attach = (lab, place) => {
  // Where each turn of a knob is answered at once there are no runs to set side by side.
  if (lab.definition.rhythm === 'answer') place.hidden = true;
  else new Comparison(lab, place as HTMLDetailsElement);
};

/** Between two writings of the numbers that change while a run plays, in milliseconds. */
const pace = 1000;

class Comparison {
  readonly #lab: Lab;
  readonly #place: HTMLDetailsElement;
  readonly #words: CompareWords;
  readonly #list: RunList;
  readonly #pins = new Pins();
  readonly #buttons = new Map<RunRecord, HTMLButtonElement>();
  #written = 0;

  constructor(lab: Lab, place: HTMLDetailsElement) {
    this.#lab = lab;
    this.#place = place;
    const { tools, lab: words } = pageWords();
    this.#words = { ...tools.compare, backends: words.backends };
    this.#list = new RunList(lab, (news) => (news ? this.#refresh() : this.#follow()));
    lab.on('state', () => this.#refresh());
    place.addEventListener('toggle', () => this.#writeTable());
    this.#find('[data-press="pin"]').addEventListener('click', () => this.#pinPresent());
    this.#find('[data-press="csv"]').addEventListener('click', () => this.#offer());
  }

  #pinPresent(): void {
    const { present } = this.#list;
    if (!present) this.#say(this.#words.none);
    else if (this.#pins.has(present)) this.#say(filled(this.#words.already, { number: present.number }));
    else this.#pin(present);
  }

  #pin(run: RunRecord): void {
    if (this.#pins.full) return this.#say(filled(this.#words.full, { limit: mostPins }));
    this.#pins.add(run);
    this.#refresh();
    this.#say(filled(this.#words.pinned, { number: run.number }));
  }

  #unpin(run: RunRecord): void {
    this.#pins.remove(run);
    this.#refresh();
    this.#say(filled(this.#words.unpinned, { number: run.number }));
  }

  #say(sentence: string): void {
    this.#find('[data-said]').textContent = sentence;
  }

  /** Something was pinned or begun: pictures, words and table are written anew. */
  #refresh(): void {
    this.#haunt();
    this.#writePins();
    this.#writeTable();
  }

  #follow(): void {
    if (performance.now() - this.#written > pace) this.#writeTable();
  }

  /** A run that has no frame yet leaves the picture of the one before it on the stage, and that as it was. */
  #haunt(): void {
    const { present } = this.#list;
    if (!present && this.#lab.state !== 'ready') return;
    const beneath = present ? this.#pins.runs.filter((run) => run !== present) : [];
    const ghosts = beneath.map((run) => ({
      name: String(run.number),
      moment: run.numbers,
      legend: filled(this.#words.legend, { number: run.number, differences: this.#apart(run) }),
    }));
    this.#lab.stage.haunt(ghosts);
    writeLegends(this.#lab.root, this.#lab.definition.views, ghosts);
  }

  #apart(run: RunRecord): string {
    const { knobs } = this.#lab.definition;
    return differences(run, this.#present(), { knobs, words: this.#words });
  }

  /** The run on the stage, or the one that Play would start. */
  #present(): Described {
    const { inputs } = this.#lab;
    return this.#list.present ?? { origin: { settings: inputs.settings(), seed: inputs.seed() } };
  }

  #writePins(): void {
    const items = this.#pins.runs.map((run) => this.#pinItem(run));
    this.#find('[data-pins]').replaceChildren(...items);
    this.#find('[data-pins]').hidden = items.length === 0;
  }

  #pinItem(run: RunRecord): HTMLElement {
    const item = document.createElement('li');
    const { pinnedRun, presentRun } = this.#words;
    const told = run === this.#list.present ? presentRun : this.#apart(run);
    item.textContent = filled(pinnedRun, { number: run.number, differences: told });
    return item;
  }

  /** Nobody sees the table of a folded tool, so it is not written. */
  #writeTable(): void {
    if (!this.#place.open) return;
    this.#written = performance.now();
    const { records } = this.#list;
    const grid = runGrid(records, this.#lab.definition, this.#words);
    const [run, ...head] = grid.head;
    fillTable(this.#find<HTMLTableElement>('table'), {
      head: [run, this.#words.pin, ...head],
      rows: grid.rows.map(([number, ...cells], i) => [number, this.#button(records[i]), ...cells]),
    });
    this.#find('[data-runs]').hidden = records.length === 0;
    this.#find('[data-none]').hidden = records.length > 0;
  }

  #button(run: RunRecord): HTMLButtonElement {
    const button = this.#buttons.get(run) ?? this.#newButton(run);
    const pinned = this.#pins.has(run);
    button.textContent = filled(pinned ? this.#words.unpinRun : this.#words.pinRun, { number: run.number });
    return button;
  }

  #newButton(run: RunRecord): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.addEventListener('click', () => (this.#pins.has(run) ? this.#unpin(run) : this.#pin(run)));
    this.#buttons.set(run, button);
    return button;
  }

  #offer(): void {
    const { records } = this.#list;
    const { demo } = this.#lab.definition;
    const rows = runRows(records, this.#lab.definition, this.#words);
    offerCsv(`${demo.replace('/', '-')}-runs.csv`, csvOf(rows));
  }

  #find<Kind extends HTMLElement = HTMLElement>(selector: string): Kind {
    return this.#place.querySelector<Kind>(selector)!;
  }
}
