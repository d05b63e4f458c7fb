/** A thread of the bench: one side trains in it, alone with the libraries that it loads. */
import { takeCalls } from './calls.ts';
import type { Peak, Program, Reply, Request, Stretch, Trainer, TrainerOf } from './contract.ts';

const programs: Readonly<Record<Program, () => Promise<TrainerOf>>> = {
  ours: async () => (await import('./sides/ours.ts')).ours,
  plain: async () => (await import('./sides/plain.ts')).plain,
  fit: async () => (await import('./sides/fit.ts')).fit,
  jax: async () => (await import('./sides/jax.ts')).jax,
  game: async () => (await import('./sides/game.ts')).game,
};

let trainer: Trainer | undefined;

async function answer(request: Request): Promise<unknown> {
  if (request.type === 'open') {
    const open = await programs[request.side]();
    trainer = await open(request.setting);
    return undefined;
  }
  if (!trainer) throw new Error('Nothing trains in this thread yet.');
  if (request.type === 'train') return stretch(trainer, request.count);
  if (request.type === 'peak') return peak(trainer);
  return trainer.weights();
}

async function stretch(trainer: Trainer, count: number): Promise<Stretch> {
  takeCalls();
  const started = performance.now();
  const loss = await trainer.train(count);
  return { seconds: (performance.now() - started) / 1000, loss, calls: takeCalls() };
}

/** The most tensors and bytes that TensorFlow.js holds at once during two steps: after each new tensor it is asked anew. */
async function peak({ train, engine }: Trainer): Promise<Peak | undefined> {
  if (!engine) return undefined;
  let [tensors, bytes] = [0, 0];
  const original = engine.trackTensor;
  engine.trackTensor = function (...what) {
    const result = original.apply(this, what);
    tensors = Math.max(tensors, engine.state.numTensors);
    bytes = Math.max(bytes, engine.state.numBytes);
    return result;
  };
  await train(2);
  engine.trackTensor = original;
  return { tensors, bytes };
}

let queue = Promise.resolve();
self.addEventListener('message', ({ data }: MessageEvent<Request>) => {
  queue = queue
    .then(async () => self.postMessage({ answer: await answer(data) } satisfies Reply))
    .catch((error: unknown) => {
      const text = error instanceof Error ? error.message : String(error);
      self.postMessage({ error: text } satisfies Reply);
    });
});
