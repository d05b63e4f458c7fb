import { pageWords } from '#words/page';
import { ChartTable, type Source } from '../follow/chart-table.ts';
import { LossSound, soundingSeries } from '../follow/loss-sound.ts';
import { summaryOf, type FollowWords } from '../follow/summary.ts';
import type { History } from '../history.ts';
import type { Attach, Lab } from '../lab.ts';
import { recordedHistory } from '../recording.ts';
import { kindOf } from '../view-kinds.ts';

/** The run for those who hear it, or read numbers: a summary, tones and tables. */
export const attach: Attach = (lab, place) => {
  const words = pageWords().tools.follow;
  const answers = lab.definition.rhythm === 'answer';
  const charts = attachTables(lab, place, words);
  place.hidden = answers && charts.length === 0;
  place.querySelector<HTMLElement>('[data-charts]')!.hidden = charts.length === 0;
  place.querySelector<HTMLElement>('[data-run]')!.hidden = answers;
  if (answers) return;
  new Summary(lab, place as HTMLDetailsElement, words);
  attachSound(lab, place, words);
};

/** Milliseconds between two sentences while a run plays: they are read out. */
const pace = 10_000;

class Summary {
  readonly #lab: Lab;
  readonly #place: HTMLDetailsElement;
  readonly #words: FollowWords;
  #said = -Infinity;

  constructor(lab: Lab, place: HTMLDetailsElement, words: FollowWords) {
    this.#lab = lab;
    this.#place = place;
    this.#words = words;
    lab.on('start', () => (this.#said = performance.now()));
    lab.on('frame', () => {
      const due = performance.now() - this.#said >= pace;
      if (due || lab.state !== 'playing') this.#say();
    });
    lab.on('state', (state) => state !== 'playing' && this.#say());
    place.addEventListener('toggle', () => this.#say());
    this.#say();
  }

  #say(): void {
    if (!this.#place.open) return;
    this.#said = performance.now();
    const { history, definition } = this.#lab;
    const moment = history.at(history.length - 1);
    const sentence =
      history.length > 0 ? summaryOf(definition.views, moment, this.#words) : this.#words.nothing;
    const status = this.#place.querySelector('[data-summary]')!;
    // Writing the same words again would have them read out again.
    if (status.textContent !== sentence) status.textContent = sentence;
  }
}

function attachSound(lab: Lab, place: HTMLElement, words: FollowWords): void {
  const series = soundingSeries(lab.definition.views);
  const area = place.querySelector<HTMLElement>('[data-sound]')!;
  area.hidden = series === undefined;
  if (!series) return;
  new LossSound(lab, series, {
    button: area.querySelector<HTMLButtonElement>('[data-press="sound"]')!,
    volume: area.querySelector('input')!,
    said: area.querySelector<HTMLElement>('[data-said]')!,
    words,
  });
}

/** One table a chart. While a run plays they stay as they are, or nobody could read them; each has a button for that. */
function attachTables(lab: Lab, place: HTMLElement, words: FollowWords): ChartTable[] {
  const template = place.querySelector<HTMLTemplateElement>('template[data-chart]')!;
  const source = sourceOf(lab);
  const tables = Object.entries(lab.definition.views).flatMap(([name, view]) => {
    const curves = kindOf(view).curves?.(view);
    if (!curves) return [];
    const copy = template.content.cloneNode(true) as DocumentFragment;
    const file = `${lab.definition.demo.replace('/', '-')}-${name}`;
    const table = new ChartTable(copy, { view: curves, name: file, source }, words);
    template.before(copy);
    return table;
  });
  const write = (): void => tables.forEach((table) => void table.write());
  lab.on('frame', () => lab.state !== 'playing' && write());
  lab.on('looked', write);
  lab.on('state', (state) => state !== 'playing' && write());
  return tables;
}

function sourceOf(lab: Lab): () => Promise<Source | undefined> {
  const recorded = (): Promise<History> => recordedHistory(lab.definition.recording);
  return async () => {
    const live = (): Source | undefined =>
      lab.history.length > 0 ? { history: lab.history, recorded: false } : undefined;
    try {
      // A run may have begun while the recorded one was on its way.
      return live() ?? (await recorded().then((history) => live() ?? { history, recorded: true }));
    } catch {
      lab.stage.problem(pageWords().lab.noRecording);
      return undefined;
    }
  };
}
