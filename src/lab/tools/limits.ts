import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import type { Frame } from '../contract.ts';
import type { Lab } from '../lab.ts';
import { lossField } from '../loss-field.ts';
import { isPlateau } from '../plateau.ts';

/** Stops a run at a step, after a time or where its loss no longer falls; slows it down; says how long it will take. */
export function attach(lab: Lab, place: HTMLElement): void {
  if (lab.definition.rhythm === 'answer') {
    place.hidden = true;
    return;
  }
  const words = pageWords().tools.limits;
  const field = (name: string) => place.querySelector<HTMLInputElement>(`[data-limit="${name}"]`)!;
  const [steps, seconds, plateau] = ['steps', 'seconds', 'plateau'].map(field);
  const pace = place.querySelector<HTMLSelectElement>('[data-pace]')!;
  const loss = lossField(lab.definition.views);
  const clock = createClock();
  plateau.closest('label')!.hidden = loss === undefined;

  pace.addEventListener('change', () => (lab.delay = Number(pace.value)));
  place.addEventListener('input', () => {
    const wrong = [steps, seconds].some(({ validity }) => !validity.valid);
    place.querySelector('[data-trouble]')!.textContent = wrong ? words.bad : '';
  });
  lab.on('start', () => {
    clock.reset();
    // The step and the second at which this run last stopped: Play goes on from there.
    place.dataset.stoppedAt = '';
  });
  lab.on('state', (state) => clock.run(state === 'playing'));
  lab.on('frame', (frame) => {
    // What loads before the first frame is no playing.
    if (lab.history.length === 1) clock.reset();
    if (lab.state !== 'playing') return;
    place.querySelector('[data-left]')!.textContent = timeLeft(frame, clock.seconds());
    const reason = reasonToStop(frame);
    if (!reason || place.dataset.stoppedAt === reason) return;
    place.dataset.stoppedAt = reason;
    lab.pause();
    lab.stage.say(reason);
  });

  /** Why the run should pause now, in words; each reason pauses it once. */
  function reasonToStop({ step }: Frame): string | undefined {
    if (wanted(steps) <= step) return filled(words.atStep, { step: wanted(steps) });
    if (wanted(seconds) <= clock.seconds()) return filled(words.atSecond, { seconds: wanted(seconds) });
    if (!plateau.checked || loss === undefined) return undefined;
    const curve = lab.history.at(lab.history.length - 1).track(loss);
    return isPlateau(curve) ? words.atPlateau : undefined;
  }

  function timeLeft({ progress }: Frame, spent: number): string {
    if (progress === undefined || progress <= 0 || spent < 2) return '';
    const left = (spent * (1 - progress)) / progress;
    return left < 90
      ? filled(words.secondsLeft, { seconds: Math.max(1, Math.round(left)) })
      : filled(words.minutesLeft, { minutes: Math.round(left / 60) });
  }
}

/** The limit that the reader set, or none. */
const wanted = ({ value, validity }: HTMLInputElement): number =>
  value !== '' && validity.valid ? Number(value) : Infinity;

/** Seconds of playing, pauses not counted. */
function createClock() {
  let spent = 0;
  let since: number | undefined;
  const seconds = (): number => (spent + (since === undefined ? 0 : performance.now() - since)) / 1000;
  return {
    seconds,
    reset: () => {
      spent = 0;
      if (since !== undefined) since = performance.now();
    },
    run: (now: boolean) => {
      spent = 1000 * seconds();
      since = now ? performance.now() : undefined;
    },
  };
}
