import { pathOf } from '#site';
import type { Line, Reply, Request } from '../protocol.ts';
import { wasmFiles } from '../wasm-files.ts';
import type { Given, Program, Word } from './program.ts';

/** What the page hears of changed code. */
export interface Hearing {
  /** The session's answers. */
  readonly reply: (reply: Reply) => void;
  /** The demo is loaded, or something was thrown, then or later. */
  readonly word: (word: Exclude<Word, { type: 'wanted' }>) => void;
}

interface Opening {
  /** Where the frame stands; it shows nothing. */
  readonly place: HTMLElement;
  /** Addresses that the run may load. */
  readonly loads: readonly string[];
}

/** Changed code at work: the line to its session, and the end of both. */
export interface Workshop {
  readonly line: Line;
  close(): void;
}

/** Milliseconds after which a frame that says nothing is given up. */
const patience = 20_000;
let runtime: Promise<string> | undefined;

/**
 * Runs a program where it can reach nothing: in a worker of a frame that belongs to no site and whose policy names no address to
 * connect to (src/build/editable-frame.ts). All it gets and says goes through one port.
 * @throws Error when the frame or its program does not arrive
 */
export async function openWorkshop(
  program: Program,
  hearing: Hearing,
  { place, loads }: Opening,
): Promise<Workshop> {
  const [text, frame] = await Promise.all([runtimeText(), openFrame(place)]);
  const { port1: port, port2 } = new MessageChannel();
  port.onmessage = ({ data }: MessageEvent<Word | Reply>) => {
    if (data.type === 'wanted')
      void given(data, loads).then((answer) => port.postMessage(answer, bytesOf(answer)));
    else if (data.type === 'loaded' || data.type === 'thrown') hearing.word(data);
    else hearing.reply(data);
  };
  // A frame of no site has no origin that could be named here.
  frame.contentWindow!.postMessage({ runtime: text, program }, '*', [port2]);
  return {
    line: { send: (request: Request) => port.postMessage(request) },
    close: () => {
      port.close();
      frame.remove();
    },
  };
}

function runtimeText(): Promise<string> {
  runtime ??= fetch(pathOf('/workshop/runtime.js')).then((response) => {
    if (!response.ok) throw new Error(`${response.status}`);
    return response.text();
  });
  // What did not arrive may be asked for again.
  return runtime.catch((error: unknown) => {
    runtime = undefined;
    throw error;
  });
}

/** The frame, once its script listens. */
function openFrame(place: HTMLElement): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.hidden = true;
  frame.src = pathOf('/workshop/frame.html');
  return new Promise((resolve, reject) => {
    const end = (settle: () => void): void => {
      removeEventListener('message', heard);
      clearTimeout(late);
      settle();
    };
    const heard = ({ source, data }: MessageEvent): void => {
      if (source === frame.contentWindow && data === 'ready') end(() => resolve(frame));
    };
    const late = setTimeout(() => {
      frame.remove();
      end(() => reject(new Error('no frame')));
    }, patience);
    addEventListener('message', heard);
    place.append(frame);
  });
}

/** Hands out what the demo loads, and the WebAssembly files of TensorFlow.js: nothing that code could name at will. */
async function given({ id, address }: Word & { type: 'wanted' }, loads: readonly string[]): Promise<Given> {
  const own = loads.includes(address) ? address : wasmAddress(address);
  if (own === undefined) return { type: 'given', id };
  const bytes = await fetch(own).then(
    (response) => (response.ok ? response.arrayBuffer() : undefined),
    () => undefined,
  );
  return { type: 'given', id, bytes };
}

const wasmAddress = (name: string): string | undefined =>
  Object.entries(wasmFiles).find(([file]) => file === name)?.[1];

const bytesOf = ({ bytes }: Given): Transferable[] => (bytes ? [bytes] : []);
