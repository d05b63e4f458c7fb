import { graphicsCard, type GraphicsCard } from './graphics-card.ts';
import type { Line, Reply } from './protocol.ts';
import { openWorker } from './worker-line.ts';

type Listener = (reply: Reply) => void;

const listeners = new Map<number, Listener>();
const ownLines = new Map<string, Promise<Line>>();
let line: Promise<Line> | undefined;
let card: GraphicsCard | undefined;
let runs = 0;

/** A number for a new run; its answers go to `listener` until `forget`. */
export function newRun(listener: Listener): number {
  listeners.set(++runs, listener);
  return runs;
}

export function forget(run: number): void {
  listeners.delete(run);
}

/**
 * The one thread that runs demos, shared by all of the page: a worker, or the page itself where only that has a graphics card. A demo
 * whose code the reader changed has a line of its own.
 */
export function connect(demo = ''): Promise<Line> {
  return ownLines.get(demo) ?? (line ??= open());
}

/** From now on this demo's runs go over `own`, or again over the page's line. Who answers there calls `deliver`. */
export function useLine(demo: string, own?: Line): void {
  if (own) ownLines.set(demo, Promise.resolve(own));
  else ownLines.delete(demo);
}

/** What the worker found; nothing before there is one. */
export const cardOfWorker = (): GraphicsCard | undefined => card;

/** Whether the reader changed this demo's code. */
export const runsChangedCode = (demo: string): boolean => ownLines.has(demo);

/** Hands an answer to the run that it belongs to. */
export function deliver(reply: Reply): void {
  listeners.get(reply.run)?.(reply);
}

async function open(): Promise<Line> {
  if (typeof Worker === 'undefined' || asked('thread') === 'page') return pageLine();
  const worker = await openWorker({ hear: deliver, ended: hangUp }).catch((error: unknown) => {
    hangUp();
    throw error;
  });
  card = worker.card;
  // Some browsers have WebGL on the page and none in a worker; then the page is the faster place.
  if (worker.card !== 'none' || graphicsCard() !== 'real') return worker;
  worker.close();
  return pageLine();
}

/** The next run opens a line of its own. */
function hangUp(): void {
  line = undefined;
}

async function pageLine(): Promise<Line> {
  const { serveDemos } = await import('./session.ts');
  const { demoFiles } = await import('./demo-files.ts');
  const serve = serveDemos(demoFiles, deliver);
  return { send: serve };
}

/** A wish in the page's address, such as `?backend=wasm`. */
export function asked(name: string): string | undefined {
  return new URLSearchParams(location.search).get(name) ?? undefined;
}

/** Takes such a wish out of the address: the reader wants something else now. */
export function forgetAsked(name: string): void {
  if (asked(name) === undefined) return;
  const address = new URL(location.href);
  address.searchParams.delete(name);
  history.replaceState(history.state, '', address);
}
