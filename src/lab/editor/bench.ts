/**
 * The workshop's side of changed code: a worker without a network, in which the session that runs every demo runs this one. The
 * build makes one text of this file, TensorFlow.js and what else demos import (src/build/editable-runtime.ts).
 */
import type { Demo, Frame, RunContext } from '../contract.ts';
import { DownloadError } from '../failure.ts';
import type { Reply, Request } from '../protocol.ts';
import { serveDemos } from '../session.ts';
import { loaded, type Packages } from './modules.ts';
import type { Given, Program, Word } from './program.ts';

type Say = (word: Word | Reply, transfer?: Transferable[]) => void;

/** Loads the changed demo and serves it over `port`; what it throws is told with the places of the files that it came from. */
export async function openBench(program: Program, port: MessagePort, packages: Packages): Promise<void> {
  const say: Say = (word, transfer = []) => port.postMessage(word, transfer);
  const files = new Map<string, string>();
  let file: string | undefined;
  const tell = (error: unknown): void => say({ type: 'thrown', ...textsOf(error, files), file });
  // A mistake inside TensorFlow.js lies many calls below the line that made it.
  (Error as unknown as { stackTraceLimit: number }).stackTraceLimit = 100;
  self.addEventListener('error', (event) => tell(event.error ?? event.message));
  self.addEventListener('unhandledrejection', (event) => tell(event.reason));
  const given = fetchThrough(say);
  try {
    const demo = demoIn(
      await loaded(program.modules, packages, (name, address) => {
        file = name;
        files.set(address, name);
      }),
    );
    file = undefined;
    const serve = serveDemos({ [program.demo]: () => Promise.resolve(watched(demo, tell)) }, say);
    port.onmessage = ({ data }: MessageEvent<Given | Request>) =>
      data.type === 'given' ? given(data) : serve(data);
    say({ type: 'loaded', knobs: asData(demo.knobs), views: asData(demo.views) });
  } catch (error) {
    tell(error);
  }
}

/** Functions cannot travel to the page. */
function asData<T>(value: T): T {
  return JSON.parse(JSON.stringify(value ?? {})) as T;
}

function demoIn(module: unknown): Demo {
  const demo = module as Demo;
  if (typeof demo.run === 'function') return demo;
  throw new TypeError('The demo exports no function "run".');
}

/** The same demo; what its run throws is told before the session hears of it. A file that did not arrive is no fault of code. */
function watched(demo: Demo, tell: (error: unknown) => void): Demo {
  async function* run(context: RunContext<never>): AsyncGenerator<Frame, void, void> {
    try {
      yield* demo.run(context);
    } catch (error) {
      if (!(error instanceof DownloadError)) tell(error);
      throw error;
    }
  }
  return { ...demo, run };
}

/** Message and stack, with files named instead of addresses that mean nothing to a reader. */
function textsOf(error: unknown, files: ReadonlyMap<string, string>): { message: string; stack: string } {
  const { message = String(error), stack = '' } = (error ?? {}) as Partial<Error>;
  const named = (text: string): string => {
    let plain = text;
    for (const [address, file] of files) plain = plain.replaceAll(address, file);
    return plain;
  };
  return { message: named(message), stack: named(stack) };
}

/**
 * Here nothing reaches the network, so TensorFlow.js and the session's downloads ask the page, which hands out the files of this
 * demo and no others.
 */
function fetchThrough(say: Say): (answer: Given) => void {
  const waiting = new Map<number, (bytes: ArrayBuffer | undefined) => void>();
  let asked = 0;
  const fetched = async (wanted: RequestInfo | URL): Promise<Response> => {
    const address = String(wanted instanceof Request ? wanted.url : wanted);
    const id = ++asked;
    say({ type: 'wanted', id, address });
    const bytes = await new Promise<ArrayBuffer | undefined>((resolve) => waiting.set(id, resolve));
    if (!bytes) throw new TypeError(`${address} is out of reach: changed code has no network.`);
    // WebAssembly is compiled on the way only when it is called by its name.
    const type = address.endsWith('.wasm') ? 'application/wasm' : 'application/octet-stream';
    return new Response(bytes, { headers: { 'content-type': type } });
  };
  Object.assign(self, { fetch: fetched });
  return ({ id, bytes }) => {
    waiting.get(id)?.(bytes);
    waiting.delete(id);
  };
}
