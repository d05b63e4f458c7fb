import { filled } from '#words/filling';
import type { History } from '../history.ts';
import { formatted } from '../numbers.ts';
import type { Curves } from '../view-kinds.ts';
import { chartData, thinnedRows } from './chart-data.ts';
import { csvOf, offerCsv } from './csv.ts';
import type { FollowWords } from './summary.ts';
import { fillTable } from './table.ts';

/** What can be read off as a table: the live run, or the recorded one before there is any. */
export interface Source {
  readonly history: History;
  readonly recorded: boolean;
}

/** More rows than these nobody reads; the file has them all. */
const mostRows = 25;

interface Chart {
  readonly view: Curves;
  /** The name of the file that is offered, without its ending. */
  readonly name: string;
  /** Nothing where it cannot be had. */
  readonly source: () => Promise<Source | undefined>;
}

/** One chart's numbers, behind a button that names it. */
export class ChartTable {
  readonly #chart: Chart;
  readonly #words: FollowWords;
  readonly #button: HTMLButtonElement;
  readonly #body: HTMLElement;

  constructor(place: ParentNode, chart: Chart, words: FollowWords) {
    this.#chart = chart;
    this.#words = words;
    this.#button = place.querySelector<HTMLButtonElement>('[data-press="table"]')!;
    this.#body = place.querySelector<HTMLElement>('[data-table]')!;
    this.#button.textContent = filled(words.asTable, { chart: chart.view.label });
    this.#button.addEventListener('click', () => this.#turn());
    this.#find('[data-press="update"]').addEventListener('click', () => void this.write());
    this.#find('[data-press="csv"]').addEventListener('click', () => void this.#offer());
  }

  #turn(): void {
    this.#body.hidden = !this.#body.hidden;
    this.#button.setAttribute('aria-expanded', String(!this.#body.hidden));
    void this.write();
  }

  /** The numbers as they are now; a folded table is not written. */
  async write(): Promise<void> {
    if (this.#body.hidden) return;
    const source = await this.#chart.source();
    if (!source) return;
    const moment = source.history.at(source.history.length - 1);
    const { head, rows } = chartData(this.#chart.view, moment);
    const shown = thinnedRows(rows, mostRows);
    this.#find('[data-full]').hidden = rows.length === 0;
    const empty = this.#find('[data-empty]');
    empty.textContent = rows.length === 0 ? this.#words.empty : '';
    fillTable(this.#find<HTMLTableElement>('table'), {
      head,
      rows: shown.map((row) => row.map((value) => formatted(value ?? NaN))),
    });
    this.#title(source, { rows: shown.length, all: rows.length });
  }

  #title({ history, recorded }: Source, counts: { rows: number; all: number }): void {
    const step = formatted(history.stepAt(history.length - 1));
    const template = recorded ? this.#words.recorded : this.#words.caption;
    const title = filled(template, { chart: this.#chart.view.label, ...counts, step });
    this.#find('caption').textContent = title;
    this.#find('.table-box').setAttribute('aria-label', this.#chart.view.label);
  }

  async #offer(): Promise<void> {
    const source = await this.#chart.source();
    if (!source) return;
    const moment = source.history.at(source.history.length - 1);
    const { head, rows } = chartData(this.#chart.view, moment);
    offerCsv(`${this.#chart.name}.csv`, csvOf([head, ...rows]));
  }

  #find<Kind extends HTMLElement = HTMLElement>(selector: string): Kind {
    return this.#body.querySelector<Kind>(selector)!;
  }
}
