import type { BackendName } from './backend.ts';
import type { Origin } from './lab.ts';
import type { Reply, ThreadWords } from './protocol.ts';
import { openWorker } from './worker-line.ts';

/** How long a backend is tried, in milliseconds, after it has made its first frames. */
const span = 700;
/** Frames before the clock runs: the first prepares the run, the second compiles the programs of a step. */
const warmUp = 2;
/** A backend that has not made its first frames by then is no faster one. */
const patience = 20_000;

interface Trial extends Origin {
  readonly demo: string;
  readonly words: ThreadWords;
}

/**
 * Runs a demo on one backend in a thread of its own, as it would run for the reader, and counts its frames.
 * @returns frames a second; nothing where the backend is missing, computes wrongly or fails under the demo
 */
export async function rateOn(
  backend: BackendName,
  { demo, words, ...origin }: Trial,
): Promise<number | undefined> {
  const answers = mailbox();
  const line = await openWorker({ hear: answers.put, ended: () => answers.put(undefined) }).catch(
    () => undefined,
  );
  if (!line) return undefined;
  const late = setTimeout(() => answers.put(undefined), patience + span);
  try {
    line.send({ type: 'start', run: 1, demo, words, backend, ...origin });
    for (let made = 0; made < warmUp; made++) if (!(await frame())) return undefined;
    const began = performance.now();
    let frames = 0;
    while (performance.now() - began < span && (await frame())) frames += 1;
    return frames > 0 ? (1000 * frames) / (performance.now() - began) : undefined;
  } finally {
    clearTimeout(late);
    line.close();
  }

  /** Whether another frame came. */
  async function frame(): Promise<boolean> {
    line!.send({ type: 'next', run: 1 });
    for (;;) {
      const reply = await answers.take();
      if (reply?.type === 'frame') return true;
      if (!reply || reply.type === 'failed' || reply.type === 'done') return false;
    }
  }
}

/** Answers in the order in which they come; whoever takes one waits for it. `undefined` says that none will come any more. */
function mailbox() {
  const waiting: (Reply | undefined)[] = [];
  let wake: () => void = () => undefined;
  return {
    put: (reply: Reply | undefined): void => {
      waiting.push(reply);
      wake();
    },
    take: async (): Promise<Reply | undefined> => {
      if (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return waiting.shift();
    },
  };
}
