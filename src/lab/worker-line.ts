import { pageWords } from '#words/page';
import type { GraphicsCard } from './graphics-card.ts';
import type { Fault, Greeting, Line, Pulse, Reply, Request } from './protocol.ts';

/** Milliseconds between two signs of life, and how many may stay away: a phone may well compile or compute for a minute. */
const beat = 5000;
const patience = 24;

interface Ears {
  readonly hear: (reply: Reply) => void;
  /** The worker is gone; its runs are told after this. */
  readonly ended: () => void;
}

export interface WorkerLine extends Line {
  /** The one that the worker can use. */
  readonly card: GraphicsCard;
  close(): void;
}

/**
 * The worker that runs demos, watched: that it ends, gives no sign of life any more, loses the graphics card or runs out of memory
 * is told to each of its runs as a fault, and the worker is closed, so that the next run opens a fresh one.
 *
 * @throws Error when the worker cannot even start
 */
export async function openWorker({ hear, ended }: Ears): Promise<WorkerLine> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  const { card, lock } = await greeting(worker);
  const runs = new Set<number>();
  let missed = 0;
  let over = false;
  const close = (): void => {
    over = true;
    clearInterval(pulse);
    worker.terminate();
  };
  const end = (fault: Fault, message = ''): void => {
    if (over) return;
    close();
    ended();
    for (const run of runs) hear({ type: 'failed', run, message, retry: true, fault });
  };
  // Counted in beats and not by the clock: a device that slept for an hour has missed one.
  const pulse = setInterval(() => {
    if (runs.size === 0) return;
    if (missed++ === patience) end('silence');
    else worker.postMessage({ type: 'pulse' } satisfies Pulse);
  }, beat);
  worker.addEventListener('message', ({ data }: MessageEvent<Reply | Pulse>) => {
    missed = 0;
    if (data.type === 'pulse') return;
    if (data.type === 'stopped') runs.delete(data.run);
    if (data.type === 'failed' && (data.fault === 'context' || data.fault === 'memory'))
      end(data.fault, data.message);
    else hear(data);
  });
  worker.addEventListener('error', (event) => end('thread', event.message));
  if (lock) navigator.locks.request(lock, () => end('thread')).catch(() => undefined);
  const send = (request: Request): void => {
    runs.add(request.run);
    worker.postMessage(request);
  };
  return { card, send, close };
}

/** The worker's first message; a worker that can't even start fails as a download, so that the reader may try again. */
function greeting(worker: Worker): Promise<Greeting> {
  return new Promise((resolve, reject) => {
    worker.addEventListener('message', ({ data }: MessageEvent<Greeting>) => resolve(data), { once: true });
    worker.addEventListener('error', () => {
      worker.terminate();
      reject(new Error(pageWords().lab.noProgram));
    });
  });
}
