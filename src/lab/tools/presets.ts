import { pageWords } from '#words/page';
import { learntFrom } from '../knob-kinds.ts';
import type { Lab } from '../lab.ts';
import { defaults } from '../recording.ts';

/** One click sets up a failure and plays it; the sentence tells what to look at. */
export function attach(lab: Lab, place: HTMLElement): void {
  const { presets = {}, knobs, seed } = lab.definition;
  const buttons = [...place.querySelectorAll<HTMLButtonElement>('[data-preset]')];
  const look = place.querySelector<HTMLElement>('[data-look]')!;
  let chosen: string | undefined;

  const mark = (name?: string): void => {
    chosen = name;
    look.textContent = name ? `${presets[name].look} ${pageWords().tools.presets.back}` : '';
    for (const button of buttons) button.setAttribute('aria-pressed', String(button.dataset.preset === name));
  };
  for (const button of buttons) {
    button.addEventListener('click', () => {
      const preset = presets[button.dataset.preset!];
      lab.pause();
      lab.set({ ...defaults(knobs), ...preset.knobs }, preset.seed ?? seed);
      mark(button.dataset.preset);
      lab.play();
    });
  }
  // Turned further, the settings are no longer the failure's; Default settings ends it.
  lab.on('settings', (settings) => {
    if (!chosen) return;
    const asked = learntFrom({ ...defaults(knobs), ...presets[chosen].knobs }, knobs);
    if (Object.entries(asked).some(([name, value]) => String(settings[name]) !== String(value))) mark();
  });
}
