import type { BackendName } from '../backend.ts';
import { learntFrom } from '../knob-kinds.ts';
import type { Lab, Origin } from '../lab.ts';
import type { Settings } from '../protocol.ts';
import { RunNumbers } from './run-numbers.ts';

/** The settings from this step on: a live knob was turned while the run went on. */
export interface Turn {
  readonly step: number;
  readonly settings: Settings;
}

/** One run of this visit. */
export interface RunRecord {
  /** From 1, in the order in which the runs began. */
  readonly number: number;
  readonly origin: Pick<Origin, 'settings' | 'seed'> & { readonly from?: { readonly step: number } };
  readonly turns: readonly Turn[];
  readonly numbers: RunNumbers;
  readonly backend?: BackendName;
}

type Growing = { -readonly [Name in keyof RunRecord]: RunRecord[Name] } & { turns: Turn[] };

/** Writes down every run that reaches a frame while the page is open. */
export class RunList {
  readonly records: RunRecord[] = [];
  readonly #lab: Pick<Lab, 'definition' | 'history' | 'on'>;
  #growing: Growing | undefined;
  #turned: Settings | undefined;

  /** @param grew hears of each frame, `news` where it is the run's first or its knobs were turned before it */
  constructor(lab: Pick<Lab, 'definition' | 'history' | 'on'>, grew: (news: boolean) => void) {
    this.#lab = lab;
    lab.on('start', (origin) => this.#begin(origin));
    lab.on('backend', ({ backend }) => this.#growing && (this.#growing.backend = backend));
    // Restarts tell of settings too; those belong to the run that starts with them.
    lab.on('settings', (settings) => (this.#turned = settings));
    lab.on('frame', (frame) => {
      const record = this.#growing;
      if (!record) return;
      const turned = this.#noteTurn(record, frame.step);
      record.numbers.add(frame);
      if (record.numbers.length === 1) this.records.push(record);
      grew(turned || record.numbers.length === 1);
    });
  }

  /** The run on the stage; none where that is the recorded one. */
  get present(): RunRecord | undefined {
    return this.#lab.history.length > 0 ? this.records.at(-1) : undefined;
  }

  #begin({ settings, seed, from }: Origin): void {
    const numbers = new RunNumbers(this.#lab.definition.views);
    const origin = { settings, seed, from: from && { step: from.step } };
    this.#growing = { number: this.records.length + 1, origin, turns: [], numbers };
    this.#turned = undefined;
  }

  #noteTurn({ origin, turns }: Growing, step: number): boolean {
    const settings = this.#turned;
    this.#turned = undefined;
    const before = turns.at(-1)?.settings ?? origin.settings;
    if (!settings || this.#learnt(settings) === this.#learnt(before)) return false;
    turns.push({ step, settings });
    return true;
  }

  #learnt(settings: Settings): string {
    return JSON.stringify(learntFrom(settings, this.#lab.definition.knobs));
  }
}
