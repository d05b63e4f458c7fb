import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import type { Knob, KnobEffect, Knobs } from './contract.ts';
import { fromSlider, toSlider, written } from './knob-scale.ts';
import type { Settings } from './protocol.ts';

type Value = Settings[string];

/** The knobs of one demo as the inputs that the page was built with. */
export class KnobInputs {
  readonly #root: HTMLElement;
  readonly #knobs: Knobs;
  readonly #words = pageWords().lab;
  readonly #drawn = new Map<string, number[]>();

  constructor(root: HTMLElement, knobs: Knobs) {
    this.#root = root;
    this.#knobs = knobs;
    for (const [name, knob] of Object.entries(knobs))
      if (knob.kind === 'drawing') this.#drawn.set(name, [...knob.value]);
    this.refresh();
  }

  /** The name and effect of the knob that an input belongs to. */
  of(input: Element): { name: string; effect: KnobEffect } | undefined {
    const name = input.closest<HTMLElement>('[data-knob]')?.dataset.knob;
    return name === undefined ? undefined : { name, effect: this.#knobs[name].effect };
  }

  settings(): Settings {
    return Object.fromEntries(
      Object.entries(this.#knobs).map(([name, knob]) => [name, this.#read(name, knob)]),
    );
  }

  /** A whole number from 0 to 999,999, as the seed field asks. A bad one is named beside the field and replaced by the last good one. */
  seed(): number {
    const input = this.#root.querySelector<HTMLInputElement>('[data-seed]');
    const problem = this.#root.querySelector<HTMLElement>('[data-seed-problem]');
    const ok = input !== null && input.value !== '' && input.validity.valid;
    if (problem) problem.textContent = ok ? '' : this.#words.badSeed;
    return ok ? Number(input.value) : 1;
  }

  drawing(name: string): number[] {
    return this.#drawn.get(name) ?? [];
  }

  /** Writes the numbers beside the sliders and shows only the knobs that matter now. */
  refresh(): void {
    const settings = this.settings();
    for (const [name, knob] of Object.entries(this.#knobs)) {
      const frame = this.#frame(name);
      const output = frame.querySelector('output');
      if (output && knob.kind === 'range') output.textContent = written(Number(settings[name]));
      if (output && knob.kind === 'drawing') output.textContent = this.#drawnOf(name, knob.limit);
      if (knob.kind === 'drawing') frame.hidden = !this.isActive(name);
    }
  }

  #drawnOf(name: string, limit: number): string {
    return filled(this.#words.points, { count: this.drawing(name).length / 2, limit });
  }

  isActive(name: string): boolean {
    const knob = this.#knobs[name];
    if (knob.kind !== 'drawing' || knob.when === undefined) return true;
    return Object.entries(knob.when).every(
      ([other, value]) => this.#read(other, this.#knobs[other]) === value,
    );
  }

  restoreDefaults(): void {
    for (const [name, knob] of Object.entries(this.#knobs)) this.#write(name, knob);
    this.refresh();
  }

  /** Turns these knobs, and the seed; values that a knob does not know leave it as it is. */
  set(settings: Settings, seed?: number): void {
    for (const [name, value] of Object.entries(settings)) {
      const knob = this.#knobs[name];
      if (knob) this.#write(name, { ...knob, value } as Knob);
    }
    const input = this.#root.querySelector<HTMLInputElement>('[data-seed]');
    if (input && seed !== undefined) input.value = String(seed);
    this.refresh();
  }

  say(name: string, sentence: string): void {
    const problem = this.#frame(name).querySelector('.problem');
    if (problem) problem.textContent = sentence;
  }

  #frame(name: string): HTMLElement {
    return this.#root.querySelector<HTMLElement>(`[data-knob="${name}"]`)!;
  }

  #read(name: string, knob: Knob): Value {
    if (knob.kind === 'drawing') return [...this.drawing(name)];
    const input = this.#frame(name).querySelector<HTMLInputElement | HTMLSelectElement>('input, select')!;
    if (knob.kind === 'range') return fromSlider(knob, Number(input.value));
    return knob.kind === 'switch' ? (input as HTMLInputElement).checked : input.value;
  }

  #write(name: string, knob: Knob): void {
    if (knob.kind === 'drawing') {
      this.#drawn.set(name, [...knob.value]);
      return;
    }
    const input = this.#frame(name).querySelector<HTMLInputElement | HTMLSelectElement>('input, select')!;
    if (knob.kind === 'range') input.value = String(toSlider(knob, knob.value));
    else if (knob.kind === 'choice') input.value = knob.value;
    else (input as HTMLInputElement).checked = knob.value;
  }
}
