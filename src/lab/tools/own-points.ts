import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import { onFiles } from '../dropped-files.ts';
import { kindOf } from '../knob-kinds.ts';
import type { Lab } from '../lab.ts';
import { fewest, fitted, tablePoints, type TableProblem } from '../points-table.ts';

/** Larger files are refused unread: a table of the points that a demo can use is far smaller. */
const mostBytes = 5_000_000;

/** A table of the reader's becomes the drawing of the demo. */
export function attach(lab: Lab, place: HTMLElement): void {
  const { knobs, views } = lab.definition;
  const [name, knob] = Object.entries(knobs).find(([, knob]) => kindOf(knob).points) ?? [];
  const bounds = knob && kindOf(knob).points?.(knob, views);
  if (name === undefined || !knob || !bounds) {
    place.hidden = true;
    return;
  }
  const words = pageWords().tools.ownPoints;
  const table = place.querySelector('textarea')!;
  const refused = place.querySelector<HTMLElement>('[data-refused]')!;
  const taken = place.querySelector<HTMLElement>('[data-taken]')!;

  const refuse = ({ kind, row = 0, column = 0, found = '' }: TableProblem): void => {
    taken.textContent = '';
    refused.textContent = filled(words[kind], { row, column, found, fewest });
  };
  const use = (text: string): void => {
    const read = tablePoints(text);
    if ('kind' in read) return refuse(read);
    const points = fitted(read.points, bounds);
    if ('kind' in points) return refuse(points);
    refused.textContent = '';
    lab.set({ ...knob.when, [name]: points });
    // The picture that is drawn on follows.
    lab.root.dispatchEvent(new Event('input'));
    taken.textContent = sentence(read.points.length / 2, points.length / 2);
  };
  const sentence = (given: number, kept: number): string =>
    given > kept ? filled(words.thinned, { given, kept }) : filled(words.taken, { kept });

  place.querySelector('[data-use]')!.addEventListener('click', () => use(table.value));
  onFiles(place, place.querySelector<HTMLInputElement>('[data-file]')!, ([file]) => void open(file));

  async function open(file: File): Promise<void> {
    if (file.size > mostBytes) {
      refused.textContent = filled(words.large, { megabytes: mostBytes / 1e6 });
      return;
    }
    table.value = await file.text();
    use(table.value);
  }
}
