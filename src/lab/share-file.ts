import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import { sentencesOf, setUp } from './arrival.ts';
import type { Experiment } from './experiment.ts';
import { experimentInText, experimentText } from './experiment-file.ts';
import type { Lab } from './lab.ts';
import { defaults } from './recording.ts';

/** The file of the tool Share: it holds what `present` says, and whoever opens one has the demo set up by it. */
export function attachFile(lab: Lab, place: HTMLElement, present: () => Experiment): void {
  const input = place.querySelector<HTMLInputElement>('[type="file"]')!;
  const said = place.querySelector<HTMLElement>('[data-file-said]')!;
  place.querySelector('[data-press="file"]')!.addEventListener('click', () => download(lab, present()));
  input.addEventListener('change', () => {
    const file = input.files?.[0];
    if (!file) return;
    void file.text().then((text) => {
      said.textContent = opened(lab, text);
      // The same file may be chosen once more.
      input.value = '';
    });
  });
}

function download({ definition }: Lab, experiment: Experiment): void {
  const link = document.createElement('a');
  const text = experimentText(experiment, definition);
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  link.download = `${definition.demo.replace('/', '-')}.experiment.json`;
  link.click();
  // A browser that asks where to save it may read it only then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Sets the demo up as a file says; returns what came of it in words. */
function opened(lab: Lab, text: string): string {
  const { definition } = lab;
  const words = pageWords().tools.share;
  try {
    const { demo, experiment, objections } = experimentInText(text, definition);
    if (demo !== definition.demo) return filled(words.otherDemo, { demo });
    setUp(lab, { ...defaults(definition.knobs), ...experiment.settings }, experiment.seed ?? definition.seed);
    return [words.opened, ...sentencesOf(objections, 'file')].join(' ');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return words.noFile;
  }
}
