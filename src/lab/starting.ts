import { filled } from '#words/filling';
import type { Backend, BackendName } from './backend.ts';
import type { Demo, Frame, RunContext, Saved } from './contract.ts';
import { download } from './download.ts';
import { inWords, NoBackend } from './failure.ts';
import type { Reply, Request, Settings, ThreadWords } from './protocol.ts';

/** What an address may wish for; any other wish is as good as none. */
const backends: readonly BackendName[] = ['webgl', 'webgpu', 'wasm', 'cpu'];

export type Post = (reply: Reply, transfer?: Transferable[]) => void;

/** Where the demos are: `<article>/<name>` to a function that loads the file. */
export type DemoFiles = Readonly<Record<string, () => Promise<Demo>>>;

/** A run and what it needs to go on. */
export interface Running {
  /** Where it computes. */
  readonly backend: BackendName;
  readonly frames: AsyncGenerator<Frame, void, void>;
  readonly settings: Record<string, Settings[string]>;
  /** How the demo saves itself, once it has said so. */
  readonly kept: { save?: () => Promise<Saved> };
  /** How the reader wants the next frame. */
  readonly wishes: { inParts: boolean; look: boolean };
  /** The step of the frame that was made last, or of where the run was taken up. */
  readonly reached: { step: number };
  readonly words: ThreadWords;
  /** Addresses of the files that it loaded. */
  readonly files: ReadonlySet<string>;
}

/** Loads a demo and a backend, says where it computes and why, and begins the run; its first frame is not made yet. */
export async function start(
  demos: DemoFiles,
  request: Request & { type: 'start' },
  post: Post,
): Promise<Running> {
  const { run, demo: address, words } = request;
  const report = (text: string, fraction?: number) => post({ type: 'status', run, text, fraction });
  const file = demos[address];
  if (file === undefined) throw new Error(filled(words.noDemo, { demo: address }));
  report(words.loading);
  const { useBackend } = await import('./backend.ts');
  const wish = backends.find((name) => name === request.backend);
  const computing = useBackend(wish, { orElse: !request.alone }).catch((error: unknown) =>
    refuse(error, words),
  );
  const [demo, backend] = await Promise.all([file(), computing]);
  const { name } = backend;
  post({ type: 'started', run, backend: name, reason: reasonFor(backend, request) });
  report(name === 'webgl' || name === 'webgpu' ? words.compiling : words.preparing);
  const settings = { ...request.settings };
  const kept: Running['kept'] = {};
  const wishes = { inParts: false, look: false };
  const files = new Set<string>();
  const context: RunContext<never> = {
    knobs: settings as never,
    seed: request.seed,
    load: (path) => {
      const file = addressOf(path, address);
      files.add(file);
      return download(file, { report, words });
    },
    report,
    from: request.from,
    keep: (save) => (kept.save = save),
    inParts: () => wishes.inParts,
    looking: () => wishes.look,
  };
  return {
    backend: name,
    frames: demo.run(context),
    settings,
    kept,
    wishes,
    reached: { step: request.from?.step ?? 0 },
    words,
    files,
  };
}

/** Says in the page's words why nothing computes here. */
function refuse(error: unknown, words: ThreadWords): never {
  if (!(error instanceof NoBackend)) throw error;
  throw new Error(filled(words.noBackend, { failures: inWords(error.failures, words) }), { cause: error });
}

/** Why a run computes where it does; nothing to say where it is the place that comes first. */
function reasonFor(
  { name, failures }: Backend,
  { backend, why, gaveUp, words }: Request & { type: 'start' },
) {
  if (!gaveUp && name === backend && why) return why;
  const all = gaveUp ? [{ backend: gaveUp, kind: 'broke' } as const] : failures;
  return all.length > 0 ? filled(words.slower, { failures: inWords(all, words) }) : undefined;
}

/** `digits.safetensors` lies in the demo's article; `/data/digits-train.bin` at the root of the site. */
function addressOf(path: string, demo: string): string {
  const base = import.meta.env.BASE_URL.replace(/\/$/, '');
  return path.startsWith('/') ? `${base}${path}` : `${base}/${demo.split('/')[0]}/${path}`;
}
