import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import { experimentOf, type Objection } from './experiment.ts';
import type { Lab } from './lab.ts';
import { leaveOut } from './lecture.ts';
import type { Settings } from './protocol.ts';

/** Sets a demo up as the address says, before the reader touches anything, and says beside the controls what could not be done. */
export function arrive(lab: Lab, query: URLSearchParams): void {
  const { experiment, objections } = experimentOf(query, lab.definition);
  const { settings, seed, play, hide = [], views } = experiment;
  setUp(lab, settings, seed);
  leaveOut(lab.root, { hide, views });
  const words = pageWords().tools.share;
  const sentences = sentencesOf(objections, 'address');
  const name = query.get('demo');
  if (name !== null && lab.root.id !== `demo-${name}`)
    sentences.unshift(filled(words.noDemo, { name: short(name) }));
  if (play && matchMedia('(prefers-reduced-motion: reduce)').matches) sentences.push(words.still);
  else if (play) lab.play();
  if (sentences.length > 0) say(lab.root, sentences.join(' '));
}

/** Turns what differs; the surface of a drawing, which follows inputs, is told. */
export function setUp(lab: Lab, settings: Settings, seed?: number): void {
  if (Object.keys(settings).length === 0 && seed === undefined) return;
  lab.set(settings, seed);
  lab.root.dispatchEvent(new Event('input'));
}

/** Most sentences that are said: a garbled address is not worth a page of them. */
const most = 5;

/** Why parts of an address or of a file were not done, in a sentence or two each. */
export function sentencesOf(objections: readonly Objection[], from: 'address' | 'file'): string[] {
  const { ignored, moved, reasons } = pageWords().tools.share;
  return objections.slice(0, most).map(({ kind, name, value, expected = '' }) => {
    const what = short(`${name}=${value}`);
    if (kind === 'moved') return filled(moved, { what, expected });
    return `${filled(ignored[from], { what })} ${filled(reasons[kind], { expected })}`;
  });
}

const short = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);

/** Stands until the page is left: a run that starts clears what else is said about problems. */
function say(root: HTMLElement, sentence: string): void {
  const place = document.createElement('p');
  place.className = 'problem';
  place.dataset.arrival = '';
  place.setAttribute('role', 'alert');
  root.querySelector('.demo-status')!.after(place);
  place.textContent = sentence;
}
