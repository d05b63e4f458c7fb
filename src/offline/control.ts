/** Buttons that keep pages or let go of one, with the progress in words beside them. */
import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import { purposesHere } from './inventory.ts';
import { keep } from './keeping.ts';
import { sizeOf, type ListedFile } from './lists.ts';

/** What `KeepControl.astro` prints: two buttons, a bar, an amount that only eyes follow, and a line that is read out. */
export interface Control {
  readonly keep: HTMLButtonElement;
  readonly remove: HTMLButtonElement;
  readonly bar: HTMLProgressElement;
  readonly amount: HTMLElement;
  readonly status: HTMLElement;
}

export function controlIn(root: ParentNode): Control {
  const find = <Found extends Element>(name: string) => root.querySelector<Found>(`[data-control=${name}]`)!;
  return {
    keep: find('keep'),
    remove: find('remove'),
    bar: find('bar'),
    amount: find('amount'),
    status: find('status'),
  };
}

export const inBytes = (bytes: number): string => sizeOf(bytes, document.documentElement.lang);

/** What these files need on this device. */
export function bytesHere(files: readonly ListedFile[]): number {
  const purposes = purposesHere();
  return files.filter(({ purpose }) => purposes.includes(purpose)).reduce((all, { bytes }) => all + bytes, 0);
}

interface Task {
  readonly paths: readonly string[];
  /** What counts towards the whole, each file once. */
  readonly files: readonly ListedFile[];
}

/** Keeps pages one after another. Meanwhile the button stops it. Says how it ended. */
export async function keepAll({ paths, files }: Task, control: Control): Promise<void> {
  const words = pageWords().offline;
  const stop = new AbortController();
  const label = control.keep.textContent;
  control.keep.textContent = words.stop;
  control.keep.onclick = () => stop.abort();
  const whole = bytesHere(files);
  control.status.textContent = filled(words.keeping, { size: inBytes(whole) });
  const done = counter(whole, control);
  try {
    for (const path of paths) await keep(path, { purposes: purposesHere(), signal: stop.signal, done });
    control.status.textContent = words.done;
  } catch (error) {
    control.status.textContent = reasonFor(error);
  }
  control.keep.textContent = label;
  control.bar.hidden = true;
}

/** Shows how much has come; a file that several pages share counts once. */
function counter(whole: number, { bar, amount }: Control): (file: ListedFile) => void {
  const seen = new Set<string>();
  let bytes = 0;
  bar.hidden = false;
  bar.value = 0;
  return ({ address, bytes: size }) => {
    if (seen.has(address)) return;
    seen.add(address);
    bytes += size;
    bar.value = bytes / whole;
    amount.textContent = filled(pageWords().offline.amount, { done: inBytes(bytes), whole: inBytes(whole) });
  };
}

/** Why nothing was kept, in words. */
function reasonFor(error: unknown): string {
  const words = pageWords().offline;
  const name = error instanceof Error || error instanceof DOMException ? error.name : '';
  if (name === 'AbortError') return words.stopped;
  return name === 'QuotaExceededError' ? words.full : words.broken;
}
