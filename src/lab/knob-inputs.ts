import { pageWords } from '#words/page';
import type { Knob, KnobEffect, Knobs, KnobValue } from './contract.ts';
import { kindOf, matters } from './knob-kinds.ts';
import type { Settings } from './protocol.ts';

/** The knobs of one demo as the inputs that the page was built with. */
export class KnobInputs {
  readonly #root: HTMLElement;
  readonly #knobs: Knobs;
  readonly #words = pageWords().lab;
  /** The values that no input holds. */
  readonly #kept = new Map<string, number[]>();
  readonly #ears: (() => void)[] = [];

  constructor(root: HTMLElement, knobs: Knobs) {
    this.#root = root;
    this.#knobs = knobs;
    for (const [name, knob] of Object.entries(knobs))
      if (!kindOf(knob).input) this.#write(name, knob, knob.value);
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

  /** The value of a knob without an input, to be changed in place. */
  kept(name: string): number[] {
    return this.#kept.get(name) ?? [];
  }

  /** Writes what stands beside the controls and shows only the knobs that matter now. */
  refresh(): void {
    const settings = this.settings();
    for (const [name, knob] of Object.entries(this.#knobs)) {
      const frame = this.frame(name);
      const output = frame.querySelector('output');
      const said = kindOf(knob).beside?.(settings[name], knob, this.#words);
      if (output && said !== undefined) output.textContent = said;
      if (knob.when) frame.hidden = !matters(knob, settings);
    }
    for (const hear of this.#ears) hear();
  }

  /** `ear` is called whenever values may have changed. */
  follow(ear: () => void): void {
    this.#ears.push(ear);
  }

  isActive(name: string): boolean {
    return matters(this.#knobs[name], this.settings());
  }

  restoreDefaults(): void {
    for (const [name, knob] of Object.entries(this.#knobs)) this.#write(name, knob, knob.value);
    this.refresh();
  }

  /** Turns these knobs, and the seed; values that a knob does not know leave it as it is. */
  set(settings: Settings, seed?: number): void {
    for (const [name, value] of Object.entries(settings)) {
      const knob = this.#knobs[name];
      if (knob) this.#write(name, knob, value);
    }
    const input = this.#root.querySelector<HTMLInputElement>('[data-seed]');
    if (input && seed !== undefined) input.value = String(seed);
    this.refresh();
  }

  say(name: string, sentence: string): void {
    const problem = this.frame(name).querySelector('.problem');
    if (problem) problem.textContent = sentence;
  }

  /** The element of a knob: its label, its control, what is said of it. */
  frame(name: string): HTMLElement {
    return this.#root.querySelector<HTMLElement>(`[data-knob="${name}"]`)!;
  }

  #read(name: string, knob: Knob): KnobValue {
    const { input } = kindOf(knob);
    return input ? input.get(this.#input(name), knob) : [...this.kept(name)];
  }

  #write(name: string, knob: Knob, value: KnobValue): void {
    const { input } = kindOf(knob);
    if (input) input.set(this.#input(name), value, knob);
    else this.#kept.set(name, [...(value as readonly number[])]);
  }

  #input(name: string): HTMLInputElement {
    return this.frame(name).querySelector<HTMLInputElement>('input, select')!;
  }
}
