import { filled } from '#words/filling';
import type { BackendName } from './backend.ts';
import type { Frame, Saved } from './contract.ts';
import { distrust } from './download.ts';
import { DeviceFault, DownloadError, failureOf, NotFinite, requireFinite } from './failure.ts';
import type { Request } from './protocol.ts';
import { start, type DemoFiles, type Post, type Running } from './starting.ts';

/**
 * Runs demos for a page, in a worker or on the page itself. Each request is answered by `post`; requests of one run are
 * handled one after another, so that a stop waits for the frame being made and then frees all it holds. Only the loss of the
 * graphics card is told at once: a run that waits for it would never end.
 */
export function serveDemos(demos: DemoFiles, post: Post): (request: Request) => void {
  const running = new Map<number, Running>();
  const queues = new Map<number, Promise<void>>();

  /** Backends whose graphics card is listened to. */
  const heard = new Set<BackendName>();

  async function handle(request: Request): Promise<void> {
    if (request.type === 'start') {
      const begun = await start(demos, request, post);
      running.set(request.run, begun);
      await listen(begun.backend);
    }
    // Turned before the run had begun.
    if (request.type === 'settings')
      Object.assign(running.get(request.run)?.settings ?? {}, request.settings);
    if (request.type === 'next') await next(request);
    if (request.type === 'snapshot') await snapshot(request.run);
    if (request.type === 'stop') await stop(request.run);
  }

  async function listen(backend: BackendName): Promise<void> {
    if (heard.has(backend)) return;
    heard.add(backend);
    const { onContextLost } = await import('./backend.ts');
    onContextLost(() => {
      heard.delete(backend);
      for (const [run, there] of [...running]) if (there.backend === backend) abandon(run);
    });
  }

  /** Whatever the run holds or waits for was on the graphics card that is gone. */
  function abandon(run: number): void {
    void running.get(run)?.frames.return();
    running.delete(run);
    queues.delete(run);
    post({ type: 'failed', run, ...failureOf(new DeviceFault('context')) });
  }

  async function next({ run, inParts = false, look = false }: Request & { type: 'next' }): Promise<void> {
    const at = running.get(run);
    if (!at) return;
    const { frames, words, wishes } = at;
    Object.assign(wishes, { inParts, look });
    await resume(at);
    const result = await frames.next();
    await requireDevice();
    if (result.done) return post({ type: 'done', run });
    requireFinite(result.value, words);
    at.reached.step = result.value.step;
    post({ type: 'frame', run, frame: result.value }, buffersOf(result.value));
  }

  async function snapshot(run: number): Promise<void> {
    const at = running.get(run);
    if (at) await resume(at);
    const saved = await at?.kept.save?.();
    await requireDevice();
    if (saved && isFinite(saved))
      post(
        { type: 'snapshot', run, saved },
        numbersOf(saved).map(({ buffer }) => buffer),
      );
    else post({ type: 'snapshot', run });
  }

  async function stop(run: number): Promise<void> {
    await running.get(run)?.frames.return();
    running.delete(run);
    queues.delete(run);
    const { tensorCount } = await import('./backend.ts');
    post({ type: 'stopped', run, tensors: tensorCount() });
  }

  async function fail(run: number, error: unknown): Promise<void> {
    const failed = running.get(run);
    running.delete(run);
    const known = failed ? await trueCause(error, failed) : error;
    await failed?.frames.return();
    post({ type: 'failed', run, ...failureOf(known) });
  }

  return (request) => {
    const { run } = request;
    const at = running.get(run);
    if (request.type === 'settings' && at) return void Object.assign(at.settings, request.settings);
    const after = (queues.get(run) ?? Promise.resolve())
      .then(() => handle(request))
      .catch((error) => fail(run, error));
    queues.set(run, after);
  };
}

/** Another demo may have computed elsewhere meanwhile. */
async function resume({ backend }: Running): Promise<void> {
  const { resumeBackend } = await import('./backend.ts');
  await resumeBackend(backend);
}

/** @throws DeviceFault if the graphics card did not compute what was just read from it */
async function requireDevice(): Promise<void> {
  const { deviceFault } = await import('./backend.ts');
  const fault = deviceFault();
  if (fault) throw new DeviceFault(fault);
}

/**
 * A lost graphics card answers with garbage, a damaged file stops its reader, and a metric refuses the samples of a run that diverged:
 * what is thrown then is not what happened.
 */
async function trueCause(error: unknown, { files, reached, words }: Running): Promise<unknown> {
  const device = await requireDevice().catch((fault: unknown) => fault);
  if (device) return device;
  if (error instanceof Error && error.name === 'NotFiniteSample') {
    const at = { ...reached, field: 'samples' };
    return new NotFinite(filled(words.notFinite, at), at);
  }
  const damaged = error instanceof Error && error.name === 'DamagedFile';
  if (damaged || error instanceof DownloadError) distrust(files);
  return damaged
    ? new DownloadError(filled(words.damaged, { detail: error.message }), { cause: error })
    : error;
}

const numbersOf = ({ weights, training }: Saved): Float32Array<ArrayBuffer>[] =>
  [...Object.values(weights), ...Object.values(training)].map(
    ({ values }) => values as Float32Array<ArrayBuffer>,
  );

/** What holds a number that is infinite or none is no place to go on from. */
const isFinite = (saved: Saved): boolean => numbersOf(saved).every((values) => values.every(Number.isFinite));

function buffersOf(frame: Frame): Transferable[] {
  const arrays = Object.values(frame).filter((value) => ArrayBuffer.isView(value));
  return [...new Set(arrays.map((array) => array.buffer as ArrayBuffer))];
}
