import { filled } from '#words/filling';
import type { Backend, BackendName } from './backend.ts';
import type { Demo, Frame, RunContext } from './contract.ts';
import { download } from './download.ts';
import { DownloadError, inWords, NoBackend, requireFinite } from './failure.ts';
import type { Reply, Request, Settings, ThreadWords } from './protocol.ts';

/** What an address may wish for; any other wish is as good as none. */
const backends: readonly BackendName[] = ['webgl', 'wasm', 'cpu'];

type Post = (reply: Reply, transfer?: Transferable[]) => void;

/** Where the demos are: `<article>/<name>` to a function that loads the file. */
export type DemoFiles = Readonly<Record<string, () => Promise<Demo>>>;

interface Running {
  readonly frames: AsyncGenerator<Frame, void, void>;
  readonly settings: Record<string, Settings[string]>;
  readonly words: ThreadWords;
}

/**
 * Runs demos for a page, in a worker or on the page itself. Each request is answered by `post`; requests of one run are
 * handled one after another, so that a stop waits for the frame being made and then frees all it holds.
 */
export function serveDemos(demos: DemoFiles, post: Post): (request: Request) => void {
  const running = new Map<number, Running>();
  const queues = new Map<number, Promise<void>>();

  async function handle(request: Request): Promise<void> {
    if (request.type === 'start') running.set(request.run, await start(demos, request, post));
    if (request.type === 'next') await next(request.run);
    if (request.type === 'stop') await stop(request.run);
  }

  async function next(run: number): Promise<void> {
    const { frames, words } = running.get(run) ?? {};
    const result = await frames?.next();
    if (result === undefined || words === undefined) return;
    if (result.done) return post({ type: 'done', run });
    requireFinite(result.value, words);
    post({ type: 'frame', run, frame: result.value }, buffersOf(result.value));
  }

  async function stop(run: number): Promise<void> {
    await running.get(run)?.frames.return();
    running.delete(run);
    queues.delete(run);
    const { tensorCount } = await import('./backend.ts');
    post({ type: 'stopped', run, tensors: tensorCount() });
  }

  async function fail(run: number, error: unknown): Promise<void> {
    await running.get(run)?.frames.return();
    running.delete(run);
    const message = error instanceof Error ? error.message : String(error);
    const missing = isImportFailure(message);
    post({ type: 'failed', run, message, retry: missing || error instanceof DownloadError, missing });
  }

  return (request) => {
    const { run } = request;
    if (request.type === 'settings') {
      Object.assign(running.get(run)?.settings ?? {}, request.settings);
      return;
    }
    const after = (queues.get(run) ?? Promise.resolve())
      .then(() => handle(request))
      .catch((error) => fail(run, error));
    queues.set(run, after);
  };
}

async function start(demos: DemoFiles, request: Request & { type: 'start' }, post: Post): Promise<Running> {
  const { run, demo: address, words } = request;
  const report = (text: string, fraction?: number) => post({ type: 'status', run, text, fraction });
  const file = demos[address];
  if (file === undefined) throw new Error(filled(words.noDemo, { demo: address }));
  report(words.loading);
  const { useBackend } = await import('./backend.ts');
  const wish = backends.find((name) => name === request.backend);
  const computing = useBackend(wish).catch((error: unknown) => refuse(error, words));
  const [demo, backend] = await Promise.all([file(), computing]);
  post({ type: 'started', run, backend: backend.name, reason: reasonFor(backend, wish, words) });
  report(words.preparing);
  const settings = { ...request.settings };
  const context: RunContext<never> = {
    knobs: settings as never,
    seed: request.seed,
    load: (path) => download(addressOf(path, address), { report, words }),
    report,
  };
  return { frames: demo.run(context), settings, words };
}

/** Says in the page's words why nothing computes here. */
function refuse(error: unknown, words: ThreadWords): never {
  if (!(error instanceof NoBackend)) throw error;
  throw new Error(filled(words.noBackend, { failures: inWords(error.failures, words) }), { cause: error });
}

/** Why a run computes where it does; nothing to say where it is the fastest place. */
function reasonFor({ failures }: Backend, wish: BackendName | undefined, words: ThreadWords) {
  if (wish && wish !== 'webgl') return words.asked;
  return failures.length > 0 ? filled(words.slower, { failures: inWords(failures, words) }) : undefined;
}

/** `digits.safetensors` lies in the demo's article; `/data/digits-train.bin` at the root of the site. */
function addressOf(path: string, demo: string): string {
  const base = import.meta.env.BASE_URL.replace(/\/$/, '');
  return path.startsWith('/') ? `${base}${path}` : `${base}/${demo.split('/')[0]}/${path}`;
}

function buffersOf(frame: Frame): Transferable[] {
  const arrays = Object.values(frame).filter((value) => ArrayBuffer.isView(value));
  return [...new Set(arrays.map((array) => array.buffer as ArrayBuffer))];
}

function isImportFailure(message: string): boolean {
  return /dynamically imported module|Importing a module script failed|error loading/i.test(message);
}
