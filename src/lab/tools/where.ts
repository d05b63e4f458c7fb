import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import type { BackendName } from '../backend.ts';
import { backendNames, choose, chosen, fastest, keepRates, ratesOf, type Rates } from '../choice.ts';
import { asked } from '../host.ts';
import type { Lab } from '../lab.ts';
import { formatted } from '../numbers.ts';
import { rateOn } from '../trials.ts';

/** Frames that are timed before it is worth asking whether another backend would be faster, and how slow they are then. */
const timed = 6;
const slow = 80;
/** Moving a run takes a moment: it must pay. */
const worth = 1.3;

/** Tries the other backends on a demo that runs slowly, and goes on where it is fastest; or where the reader wants. */
export function attach(lab: Lab, place: HTMLElement): void {
  const words = { ...pageWords().tools.where, ...pageWords().lab };
  const { demo } = lab.definition;
  const choice = place.querySelector<HTMLSelectElement>('[data-backend-choice]')!;
  const said = place.querySelector<HTMLElement>('[data-measured]')!;
  const measure = place.querySelector<HTMLButtonElement>('[data-measure]')!;
  let here: BackendName | undefined;
  let shownAt: number | undefined;
  let waits: number[] = [];
  let trying = false;

  choice.value = chosen() ?? '';
  choice.addEventListener('change', () => {
    choose(backendNames.find((name) => name === choice.value));
    lab.move();
  });
  measure.addEventListener('click', () => void compare());
  lab.on('start', () => {
    waits = [];
    shownAt = undefined;
  });
  lab.on('backend', ({ backend }) => (here = backend));
  lab.on('show', () => (shownAt = performance.now()));
  lab.on('frame', () => {
    if (shownAt !== undefined && lab.state === 'playing') waits.push(performance.now() - shownAt);
    shownAt = undefined;
    const isMeasured = fastest(ratesOf(demo)) !== undefined;
    const isFree = !asked('backend') && !chosen() && lab.delay === 0;
    if (isFree && !isMeasured && waits.length >= timed && middle(waits) > slow)
      void compare([...backendNames]);
  });
  report(ratesOf(demo));

  /** The run rests meanwhile: two threads at work would measure each other. */
  async function compare(candidates = backendNames): Promise<void> {
    if (trying) return;
    trying = true;
    measure.disabled = true;
    lab.hold(true);
    const rates = await measured(candidates);
    keepRates(demo, rates);
    report(rates);
    const best = fastest(rates);
    const pays = best && here && best !== here && rates[best]! > worth * (rates[here] ?? 0);
    if (pays && !asked('backend') && !chosen()) lab.move();
    lab.hold(false);
    trying = false;
    measure.disabled = false;
  }

  /** Plain JavaScript is tried last, and only where nothing else works or the reader wants to know. */
  async function measured(candidates: readonly BackendName[]): Promise<Rates> {
    const rates: Partial<Record<BackendName, number>> = {};
    const settings = lab.inputs.settings();
    const thread = { ...words.thread, backends: words.backends };
    for (const backend of candidates) {
      if (backend === 'cpu' && candidates !== backendNames && fastest(rates)) continue;
      lab.stage.say(filled(words.trying, { backend: words.backends[backend] }), {});
      const rate = await rateOn(backend, { demo, words: thread, settings, seed: lab.inputs.seed() });
      if (rate !== undefined) rates[backend] = rate;
    }
    lab.stage.say('');
    return rates;
  }

  function report(rates: Rates): void {
    const entries = Object.entries(rates) as [BackendName, number][];
    const listed = entries
      .sort((a, b) => b[1] - a[1])
      .map(([name, rate]) => filled(words.rate, { backend: words.backends[name], rate: formatted(rate, 2) }));
    said.textContent =
      listed.length > 0 ? filled(words.measured, { list: listed.join('; ') }) : words.unmeasured;
  }
}

/** The median, which a single hiccup does not move. */
const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
