/** Shows where the reader left off: the way back into the last article, and on each article of the map how far it was read. */
import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import { forgetPlaces, lastPlace, readingPlaces, type ReadingPlace } from './reading-place.ts';

const leftOff = document.querySelector<HTMLElement>('.left-off');
const start = document.querySelector<HTMLElement>('.start');
const words = pageWords().way;
const language = document.documentElement.lang;

function showWayBack(place: ReadingPlace): void {
  const link = leftOff?.querySelector('a');
  if (!leftOff || !link || !leadsHere(place.path)) return;
  link.textContent = filled(words.goOn, { article: place.title, section: place.section });
  link.href = `${place.path}#${encodeURIComponent(place.heading)}`;
  leftOff.hidden = false;
  if (start) start.hidden = true;
}

/** What a browser keeps can be written by others: only a path of this site is followed. */
const leadsHere = (path: string): boolean =>
  path.startsWith('/') && new URL(path, location.href).origin === location.origin;

function showProgress(places: ReadonlyMap<string, ReadingPlace>): void {
  const percents = new Intl.NumberFormat(language, { style: 'percent' });
  for (const card of document.querySelectorAll<HTMLElement>('.map-card[data-article]')) {
    const place = places.get(card.dataset.article ?? '');
    const note = card.querySelector<HTMLElement>('.map-read');
    if (!note) continue;
    note.hidden = !place;
    note.textContent = place ? filled(words.read, { percent: percents.format(place.furthest) }) : '';
    note.style.setProperty('--read', String(place?.furthest ?? 0));
  }
}

function forget(): void {
  forgetPlaces();
  showProgress(new Map());
  if (!leftOff || !start) return;
  leftOff.hidden = true;
  start.hidden = false;
  start.querySelector('a')?.focus();
}

const places = readingPlaces();
const last = lastPlace(places);
if (last) showWayBack(last);
showProgress(places);
leftOff?.querySelector('button')?.addEventListener('click', forget);
