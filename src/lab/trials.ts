import type { BackendName } from './backend.ts';
import type { BackendFailure } from './failure.ts';
import type { Origin } from './lab.ts';
import { median, warmUp } from './pace.ts';
import type { Failure, Reply, ThreadWords } from './protocol.ts';
import { openWorker, type WorkerLine } from './worker-line.ts';

/** How long frames are timed, in milliseconds, and how many there must be at least. */
const span = 700;
const fewest = 3;
/** What has not made its first frames by then is no faster place; a phone may compile for many seconds. */
const patience = 20_000;
/** A trial ends early where a frame takes so many times as long as where the run computes now. */
const hopeless = 2;

interface Trial extends Origin {
  readonly demo: string;
  readonly words: ThreadWords;
  /** Milliseconds of a frame where the run computes now; nothing where nothing runs. */
  readonly pace?: number;
  /** Called with true before frames are timed and with false after that: two threads at work would measure each other. */
  readonly quiet: (on: boolean) => void;
}

/**
 * Runs a demo on one backend in a thread of its own, as it would run for the reader, and times its frames.
 * @returns milliseconds of a frame; or why not, where the backend is missing, computes wrongly or fails under the demo
 */
export async function tryOn(
  backend: BackendName,
  { demo, words, pace = Infinity, quiet, ...origin }: Trial,
): Promise<number | BackendFailure> {
  const answers = mailbox<Reply | Error>();
  const ears = { hear: answers.put, ended: () => undefined };
  const line = await openWorker(ears).catch((error: Error) => error);
  if (line instanceof Error) return { backend, kind: 'failed', detail: line.message };
  const late = setTimeout(() => answers.put(new Error('It takes too long.')), patience);
  const times: number[] = [];
  try {
    line.send({ type: 'start', run: 1, demo, words, backend, alone: true, ...origin });
    for (let made = 0; made < warmUp; made++) await frame();
    quiet(true);
    const began = performance.now();
    while (counted().length < fewest || performance.now() - began < span) {
      await frame();
      // The first may have shared the device with the frame that the run was making.
      if (counted().length > 1 && Math.min(...counted()) > hopeless * pace) break;
    }
  } catch (reason) {
    if (reason instanceof Failed) return reason.failure;
    if (times.length === 0) return { backend, kind: 'late' };
  } finally {
    quiet(false);
    clearTimeout(late);
    line.close();
  }
  return median(counted());

  /** A short run may end before it has warmed up. */
  function counted(): readonly number[] {
    return times.length > warmUp ? times.slice(warmUp) : times.slice(-1);
  }

  /** Waits for another frame. */
  async function frame(): Promise<void> {
    const asked = performance.now();
    (line as WorkerLine).send({ type: 'next', run: 1 });
    for (;;) {
      const reply = await answers.take();
      if (reply instanceof Error) throw reply;
      if (reply.type === 'failed') throw new Failed(backend, reply);
      if (reply.type === 'done') throw new Error('The run is over.');
      if (reply.type === 'frame') return void times.push(performance.now() - asked);
    }
  }
}

/** The backend does not work here, or not under this demo. */
class Failed extends Error {
  readonly failure: BackendFailure;

  constructor(backend: BackendName, { message, fault, failures }: Failure) {
    super(message);
    this.failure = failures?.[0] ?? { backend, kind: fault ? 'broke' : 'failed', detail: message };
  }
}

/** Answers in the order in which they come; whoever takes one waits for it. */
function mailbox<Letter>() {
  const waiting: Letter[] = [];
  let wake: () => void = () => undefined;
  return {
    put: (letter: Letter): void => {
      waiting.push(letter);
      wake();
    },
    take: async (): Promise<Letter> => {
      while (waiting.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return waiting.shift()!;
    },
  };
}
