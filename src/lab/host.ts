import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import type { Greeting, Line, Reply, Request } from './protocol.ts';

type Listener = (reply: Reply) => void;

const listeners = new Map<number, Listener>();
let line: Promise<Line> | undefined;
let runs = 0;

/** A number for a new run; its answers go to `listener` until `forget`. */
export function newRun(listener: Listener): number {
  listeners.set(++runs, listener);
  return runs;
}

export function forget(run: number): void {
  listeners.delete(run);
}

/** The one thread that runs demos, shared by all of the page: a worker, or the page itself where workers can't use WebGL. */
export function connect(): Promise<Line> {
  return (line ??= open());
}

function deliver(reply: Reply): void {
  listeners.get(reply.run)?.(reply);
}

async function open(): Promise<Line> {
  if (typeof Worker === 'undefined' || asked('thread') === 'page') return pageLine();
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const { webgl } = await greeting(worker);
  // Some browsers have WebGL on the page and none in a worker; then the page is the faster place.
  if (!webgl && document.createElement('canvas').getContext('webgl2') !== null) {
    worker.terminate();
    return pageLine();
  }
  worker.addEventListener('message', ({ data }: MessageEvent<Reply>) => deliver(data));
  worker.addEventListener('error', (event) => lost(worker, event.message));
  return { send: (request: Request) => worker.postMessage(request) };
}

/** The worker's first message; a worker that can't even start fails as a download, so that the reader may try again. */
function greeting(worker: Worker): Promise<Greeting> {
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Greeting>) => resolve(data), { once: true });
    worker.addEventListener('error', () => {
      line = undefined;
      worker.terminate();
      reject(new Error(pageWords().lab.noProgram));
    });
  });
}

function lost(worker: Worker, reason: string): void {
  line = undefined;
  worker.terminate();
  const message = filled(pageWords().lab.threadEnded, { reason }).trim();
  for (const run of [...listeners.keys()]) deliver({ type: 'failed', run, message, retry: true });
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
