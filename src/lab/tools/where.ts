import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import type { BackendName } from '../backend.ts';
import {
  backendNames,
  choose,
  chosen,
  fastest,
  keepMeasurement,
  measurementOf,
  ranked,
  type Measurement,
} from '../choice.ts';
import { inWords, type BackendFailure } from '../failure.ts';
import { cardOfWorker, forgetAsked, runsChangedCode } from '../host.ts';
import type { Lab } from '../lab.ts';
import { formatted } from '../numbers.ts';
import { Pace } from '../pace.ts';
import { wish } from '../safety.ts';
import { tryOn } from '../trials.ts';

/** Milliseconds of a frame from which another backend is worth a try: below, most of a frame's time goes into showing it. */
const slow = 40;
/** Moving a run takes a moment: it must pay. */
const worth = 1.3;
/** A pace that is so many times another belongs to another size of the demo. */
const otherSize = 2;

/** One trial at a time on a page. */
let trying = false;

/** Tries the other backends on a demo that runs slowly, and goes on where it is fastest; or where the reader wants. */
export function attach(lab: Lab, place: HTMLElement): void {
  new Where(lab, place);
}

class Where {
  readonly #lab: Lab;
  readonly #demo: string;
  readonly #words = { ...pageWords().tools.where, ...pageWords().lab };
  readonly #pace = new Pace();
  readonly #said: HTMLElement;
  readonly #measure: HTMLButtonElement;
  #here: BackendName | undefined;
  /** Once a run is enough. */
  #tried = false;

  constructor(lab: Lab, place: HTMLElement) {
    this.#lab = lab;
    this.#demo = lab.definition.demo;
    this.#said = place.querySelector<HTMLElement>('[data-measured]')!;
    this.#measure = place.querySelector<HTMLButtonElement>('[data-measure]')!;
    this.#measure.addEventListener('click', () => void this.#compare(backendNames));
    this.#offerChoice(place);
    lab.on('start', () => (this.#tried = false));
    lab.on('backend', ({ backend }) => {
      this.#here = backend;
      this.#pace.begin();
    });
    lab.on('made', (milliseconds) => {
      this.#pace.note(milliseconds);
      if (this.#isDue) void this.#compare(this.#rivals, this.#pace.now);
    });
    this.#report();
  }

  /** The choice holds for all demos, and comes before what the address asked for. */
  #offerChoice(place: HTMLElement): void {
    const choice = place.querySelector<HTMLSelectElement>('[data-backend-choice]')!;
    const show = (): void => void (choice.value = chosen() ?? '');
    choice.addEventListener('change', () => {
      choose(backendNames.find((name) => name === choice.value));
      forgetAsked('backend');
      this.#lab.move();
    });
    // It may have been made at another demo of the page.
    place.addEventListener('toggle', show);
    show();
  }

  /** To try an emulated card would have the page itself falter, which is painted on it; the reader may want it all the same. */
  get #isDue(): boolean {
    const pace = this.#pace.now;
    if (pace === undefined || pace < slow || this.#tried || trying) return false;
    if (cardOfWorker() === 'emulated') return false;
    return wish().isFree === true && !runsChangedCode(this.#demo) && !this.#isKnown(pace);
  }

  /** Whether the last trial measured about this pace here, and so tells for the present size of the demo. */
  #isKnown(pace: number): boolean {
    const rate = this.#here && measurementOf(this.#demo)?.rates[this.#here];
    const ratio = rate ? (rate * pace) / 1000 : Infinity;
    return ratio < otherSize && ratio > 1 / otherSize;
  }

  /** Plain JavaScript never wins against WebAssembly. */
  get #rivals(): readonly BackendName[] {
    return (['webgpu', 'wasm', 'webgl', 'cpu'] as const).filter((name) => name !== this.#here);
  }

  /** @param pace of the run where it computes now, if it does */
  async #compare(candidates: readonly BackendName[], pace?: number): Promise<void> {
    if (trying) return;
    trying = this.#tried = this.#measure.disabled = true;
    const rates = pace && this.#here ? { [this.#here]: 1000 / pace } : {};
    const measurement = await this.#measured(candidates, { rates, pace });
    keepMeasurement(this.#demo, measurement);
    this.#report();
    trying = this.#measure.disabled = false;
    if (this.#pays(measurement) && wish().isFree) this.#lab.move();
  }

  async #measured(
    candidates: readonly BackendName[],
    { rates, pace }: { rates: Partial<Record<BackendName, number>>; pace?: number },
  ): Promise<Measurement> {
    const { inputs, origin } = this.#lab;
    const trial = {
      demo: this.#demo,
      words: { ...this.#words.thread, backends: this.#words.backends },
      settings: inputs.settings(),
      seed: origin?.seed ?? inputs.seed(),
      pace,
      quiet: (on: boolean) => this.#lab.hold(on),
    };
    const leftOut: BackendFailure[] = [];
    for (const backend of candidates) {
      if (backend === 'cpu' && pace && rates.wasm) continue;
      this.#said.textContent = filled(this.#words.trying, { backend: this.#words.backends[backend] });
      const found = await tryOn(backend, trial);
      if (typeof found === 'number') rates[backend] = 1000 / found;
      else leftOut.push(found);
    }
    return { rates, leftOut };
  }

  #pays(measurement: Measurement): boolean {
    const [here, best] = [this.#here, fastest(measurement)];
    if (!here || !best || best === here) return false;
    return measurement.rates[best]! > worth * (measurement.rates[here] ?? 0);
  }

  #report(): void {
    const { backends, thread, ...words } = this.#words;
    const measurement = measurementOf(this.#demo);
    if (!measurement) return void (this.#said.textContent = words.unmeasured);
    const listed = ranked(measurement).map(([name, rate]) =>
      filled(words.rate, { backend: backends[name], rate: formatted(rate, 2) }),
    );
    const failures = inWords(measurement.leftOut, { ...thread, backends });
    this.#said.textContent = [
      listed.length > 0 && filled(words.measured, { list: listed.join('; ') }),
      failures && filled(words.leftOut, { failures }),
    ]
      .filter(Boolean)
      .join(' ');
  }
}
