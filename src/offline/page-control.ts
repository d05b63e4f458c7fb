/** The control of one page: what of it is kept, and buttons to keep it whole or to remove it. */
import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import { bytesHere, inBytes, keepAll, type Control } from './control.ts';
import type { Inventory, KeptPage } from './inventory.ts';
import { remove } from './keeping.ts';
import type { FileList } from './lists.ts';
import { currentList } from './shelves.ts';

export interface Subject {
  readonly path: string;
  readonly title: string;
  /** After anything was kept or removed. */
  readonly changed: () => Promise<void>;
}

/** Fits the control to what is kept now. */
export async function showPage(control: Control, subject: Subject, { pages }: Inventory): Promise<void> {
  const { path, title, changed } = subject;
  const found = pages.find((page) => page.path === path);
  const list = found?.kept === undefined ? await currentList(path).catch(() => undefined) : undefined;
  control.amount.textContent = [stateOf(found), needOf(list)].join(' ').trim();
  name(control, title);
  swap(control, { keep: list !== undefined, remove: found !== undefined });
  control.keep.onclick = () =>
    void (list && keepAll({ paths: [path], files: list.files }, control).then(changed));
  control.remove.onclick = () => void letGo(control, subject);
}

async function letGo({ status }: Control, { path, changed }: Subject): Promise<void> {
  await remove(path);
  await changed();
  status.textContent = pageWords().offline.removed;
}

function stateOf(page: KeptPage | undefined): string {
  const words = pageWords().offline;
  if (!page) return words.absent;
  const size = inBytes(page.bytes);
  if (page.kept === undefined) return filled(words.visited, { size });
  const date = new Date(page.kept).toLocaleDateString(words.dates, { dateStyle: 'long' });
  return filled(words.kept, { date, size });
}

const needOf = (list: FileList | undefined): string =>
  list ? filled(pageWords().offline.needs, { size: inBytes(bytesHere(list.files)) }) : '';

/** Several such buttons stand on one page: those who hear them need the title. */
function name({ keep, remove }: Control, title: string): void {
  const words = pageWords().offline;
  keep.setAttribute('aria-label', filled(words.keepOne, { title }));
  remove.setAttribute('aria-label', filled(words.removeOne, { title }));
}

/** A button that vanishes hands its focus to the other. */
function swap({ keep, remove }: Control, shown: { keep: boolean; remove: boolean }): void {
  const [before, next] = [document.activeElement, shown.keep ? keep : remove];
  keep.hidden = !shown.keep;
  remove.hidden = !shown.remove;
  if ((before === keep || before === remove) && (before as HTMLElement).hidden) next.focus();
}
