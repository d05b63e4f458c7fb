/** The page of the bench: opens a thread for a side, passes orders on, and watches how smooth the page itself stays. */
import type { Peak, Program, Reply, Request, Setting, Stretch, WeightValues } from './contract.ts';
import type { Verdict } from './judge.ts';

let worker: Worker | undefined;
let judge: Worker | undefined;

/** One answer comes for each order, in their order. */
function order<Answer>(to: Worker, message: unknown, transfer: Transferable[] = []): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = new AbortController();
    const { signal } = settle;
    const listen = ({ data }: MessageEvent<Reply>): void => {
      settle.abort();
      if ('error' in data) reject(new Error(data.error));
      else resolve(data.answer as Answer);
    };
    to.addEventListener('message', listen, { signal });
    to.addEventListener('error', ({ message }) => (settle.abort(), reject(new Error(message))), { signal });
    to.postMessage(message, transfer);
  });
}

const ask = <Answer>(request: Request): Promise<Answer> => {
  if (!worker) throw new Error('No thread is open.');
  return order(worker, request);
};

/** Longest time between two frames while `work` goes on, in milliseconds; each frame has something to paint. */
async function longestGap<Answer>(work: () => Promise<Answer>): Promise<{ answer: Answer; gap: number }> {
  const output = document.querySelector('output')!;
  let [last, gap, going] = [performance.now(), 0, true];
  const tick = (now: number): void => {
    gap = Math.max(gap, now - last);
    last = now;
    output.value = String(Math.round(now));
    if (going) requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
  try {
    return { answer: await work(), gap };
  } finally {
    going = false;
  }
}

let opened: { readonly side: Program; readonly setting: Setting } | undefined;

const bench = {
  /** Starts a thread. @returns seconds from there until the first step is done */
  async open(side: Program, setting: Setting): Promise<number> {
    const started = performance.now();
    opened = { side, setting };
    worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    await ask({ type: 'open', side, setting });
    await ask({ type: 'train', count: 1 });
    return (performance.now() - started) / 1000;
  },
  async train(count: number): Promise<Stretch & { gap: number }> {
    const { answer, gap } = await longestGap(() => ask<Stretch>({ type: 'train', count }));
    return { ...answer, gap };
  },
  peak: () => ask<Peak | undefined>({ type: 'peak' }),
  /** How far samples of the network, as it is now, are from data that training never saw. */
  async judge(): Promise<Verdict> {
    judge ??= new Worker(new URL('./judge.ts', import.meta.url), { type: 'module' });
    return order(judge, await ask<WeightValues>({ type: 'weights' }));
  },
  /** The same side in a fresh thread, now with a moving average of its weights for the judge. */
  reopen(): Promise<number> {
    if (!opened) throw new Error('No thread is open.');
    worker?.terminate();
    return bench.open(opened.side, { ...opened.setting, averaged: true });
  },
  renderer(): string {
    const context = document.createElement('canvas').getContext('webgl2');
    const names = context?.getExtension('WEBGL_debug_renderer_info');
    return context && names ? String(context.getParameter(names.UNMASKED_RENDERER_WEBGL)) : '';
  },
};

declare global {
  interface Window {
    bench: typeof bench;
  }
}
window.bench = bench;
