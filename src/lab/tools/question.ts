import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import type { Frame } from '../contract.ts';
import { learntFrom } from '../knob-kinds.ts';
import type { Lab } from '../lab.ts';
import { formatted } from '../numbers.ts';
import { defaults } from '../recording.ts';

/** The reader's guess is kept on this device; a run with default knobs answers it. */
export function attach(lab: Lab, place: HTMLElement): void {
  const question = lab.definition.question!;
  const words = pageWords().tools.question;
  const input = place.querySelector('input')!;
  const said = place.querySelector<HTMLElement>('[data-said]')!;
  const key = `guess ${lab.definition.demo}`;
  let guess = kept(key);
  let measured: number | undefined;

  const unit = question.unit ? ` ${question.unit}` : '';
  const say = (): void => {
    if (guess === undefined) return;
    const values = { guess: formatted(guess) + unit };
    said.textContent =
      measured === undefined
        ? filled(words.waiting, { ...values, step: question.step })
        : `${filled(words.answer, { ...values, measured: formatted(measured) + unit })} ${question.because}`;
  };
  place.querySelector('[data-guess]')!.addEventListener('click', () => {
    if (input.value === '' || !input.validity.valid) {
      said.textContent = filled(words.bad, { min: question.min, max: question.max });
      return input.focus();
    }
    guess = Number(input.value);
    keep(key, guess);
    say();
  });
  lab.on('start', () => (measured = undefined));
  lab.on('frame', (frame) => {
    if (measured !== undefined || !isDefault(lab)) return;
    measured = answerOf(frame, question);
    if (measured !== undefined) say();
  });
  if (guess !== undefined) input.value = String(guess);
  say();
}

/** Only a run from the beginning with the default knobs answers the question as it was asked. */
function isDefault({ definition, origin }: Lab): boolean {
  const usual = Object.entries(learntFrom(defaults(definition.knobs), definition.knobs));
  return !origin?.from && usual.every(([name, value]) => String(origin?.settings[name]) === String(value));
}

function answerOf(frame: Frame, { field, step }: { field: string; step: number }): number | undefined {
  const value = frame[field];
  return frame.step >= step && typeof value === 'number' ? value : undefined;
}

function kept(key: string): number | undefined {
  try {
    const text = localStorage.getItem(key);
    return text === null ? undefined : Number(text);
  } catch {
    return undefined; // Storage may be forbidden; the guess then lasts as long as the page.
  }
}

function keep(key: string, value: number): void {
  try {
    localStorage.setItem(key, String(value));
  } catch {
    // The same.
  }
}
