import type { Demo, Frame, FrameValue, Knob, Knobs, Recording } from './contract.ts';
import { History } from './history.ts';
import type { Settings } from './protocol.ts';

/** A run as it is kept in `<name>.recorded.json`: which settings and seed made it, on which backend, and its frames. */
export interface RecordedRun {
  readonly seed: number;
  readonly backend: string;
  readonly settings: Settings;
  readonly frames: readonly PackedFrame[];
}

type PackedFrame = Readonly<Record<string, PackedValue>>;
/** Coordinates are kept as 16-bit fractions of `scale`, greys as they are. */
type PackedValue =
  number | string | null | { readonly scale: number; readonly int16: string } | { readonly uint8: string };

/** The values of all knobs before the reader turns any. */
export function defaults(knobs: Knobs): Settings {
  return Object.fromEntries(Object.entries(knobs).map(([name, knob]: [string, Knob]) => [name, knob.value]));
}

/** Runs a demo as its `recording` asks and keeps some of its frames. The same in Node as in a browser. */
export async function record(demo: Demo, load: (path: string) => Promise<ArrayBuffer>): Promise<Frame[]> {
  const { recording } = demo;
  const knobs = { ...defaults(demo.knobs), ...recording.knobs };
  const frames: Frame[] = [];
  const ignore = (): void => undefined;
  const run = demo.run({ knobs: knobs as never, seed: recording.seed, load, report: ignore, keep: ignore });
  for await (const frame of run) {
    frames.push(frame);
    if (frames.length === recording.frames) break;
  }
  return thinned(frames, recording);
}

/**
 * Numbers are kept of every frame, pictures only of `kept` frames evenly spread, the first and the last among them: the
 * charts stay whole, the file stays small.
 */
function thinned(frames: readonly Frame[], { kept = 12 }: Recording): Frame[] {
  const pictures = frames.flatMap((frame, i) => (Object.values(frame).some(ArrayBuffer.isView) ? [i] : []));
  const chosen = new Set(
    Array.from({ length: Math.min(kept, pictures.length) }, (_, k) => {
      const at =
        pictures.length <= 1
          ? 0
          : (k * (pictures.length - 1)) / Math.max(1, Math.min(kept, pictures.length) - 1);
      return pictures[Math.round(at)];
    }),
  );
  return frames.map((frame, i) => {
    if (chosen.has(i)) return frame;
    const numbers = Object.entries(frame).filter(([, value]) => !ArrayBuffer.isView(value));
    return Object.fromEntries(numbers) as unknown as Frame;
  });
}

/** Fetches a recorded run, ready to be looked through. */
export async function recordedHistory(address: string): Promise<History> {
  const response = await fetch(address);
  const { frames } = (await response.json()) as RecordedRun;
  return historyOf(frames);
}

export function historyOf(frames: RecordedRun['frames']): History {
  const history = new History();
  for (const frame of frames) history.add(unpacked(frame));
  return history;
}

export function packed(frame: Frame): PackedFrame {
  const entries = Object.entries(frame).filter(
    (entry): entry is [string, FrameValue] => entry[1] !== undefined,
  );
  return Object.fromEntries(entries.map(([field, value]) => [field, packedValue(value)]));
}

export function unpacked(frame: PackedFrame): Frame {
  return Object.fromEntries(
    Object.entries(frame).map(([field, value]) => [field, unpackedValue(value)]),
  ) as unknown as Frame;
}

function packedValue(value: FrameValue): PackedValue {
  if (value instanceof Uint8Array) return { uint8: base64(value) };
  if (value instanceof Float32Array) {
    const scale = value.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-9);
    const steps = Int16Array.from(value, (x) => Math.round((x / scale) * 32767));
    return { scale, int16: base64(new Uint8Array(steps.buffer)) };
  }
  return typeof value === 'number' ? Number(value.toPrecision(6)) : value;
}

function unpackedValue(value: PackedValue): FrameValue {
  if (typeof value !== 'object' || value === null) return value;
  if ('uint8' in value) return bytes(value.uint8);
  const steps = new Int16Array(bytes(value.int16).buffer);
  return Float32Array.from(steps, (step) => (step / 32767) * value.scale);
}

function base64(raw: Uint8Array): string {
  let binary = '';
  for (const byte of raw) binary += String.fromCharCode(byte);
  return btoa(binary);
}

function bytes(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
