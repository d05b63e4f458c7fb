/** Runs demos for a long time and watches what they hold: used by `npm run soak` and, shorter, by tests/articles/soak.test.ts. */
import { globSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import * as tf from '@tensorflow/tfjs-core';
import { demoSource } from '#build/demo-source';
import type { Knobs } from '#lab/contract';
import { defaults } from '#lab/recording';
import type { Settings } from '#lab/protocol';

/** One demo at its smallest, in one of the things that it can do. */
export interface Soak {
  readonly name: string;
  readonly file: string;
  readonly settings: Settings;
}

/** The least that was held after any frame of a part of the run: frames that draw hold more for a moment. What leaks stays. */
export interface Held {
  /** How many steps were done at the end of the part. */
  readonly steps: number;
  readonly tensors: number;
  readonly bytes: number;
  /** JavaScript's own memory at the end of the part, after a collection. */
  readonly heapBytes: number;
}

/** Every demo of the series with every knob at its smallest; a demo that has a task does each of them. Training goes on. */
export async function soaks(): Promise<Soak[]> {
  const found: Soak[] = [];
  for (const file of globSync('content/articles/*/*.demo.ts').sort()) {
    const { demo } = await demoSource(file);
    const settings = smallest(demo.knobs);
    const { task } = demo.knobs;
    const tasks = task && 'choices' in task ? Object.keys(task.choices) : [undefined];
    for (const key of tasks) {
      const name = file.slice('content/articles/'.length, -'.demo.ts'.length) + (key ? `, ${key}` : '');
      found.push({ name, file, settings: key ? { ...settings, task: key } : settings });
    }
  }
  return found;
}

const fewPictures = 5;
const stripes = (count: number): number[] => Array.from({ length: count }, (_, i) => (i % 7 === 0 ? 255 : 0));

function smallest(knobs: Knobs): Settings {
  const lowest = Object.entries(knobs).flatMap(([name, knob]): [string, Settings[string]][] => {
    if ('min' in knob) return [[name, name === 'trainingSteps' ? knob.max : knob.min]];
    const pictures = 'limit' in knob ? fewPictures : 1;
    return 'height' in knob ? [[name, stripes(pictures * knob.width * knob.height)]] : [];
  });
  return { ...defaults(knobs), ...Object.fromEntries(lowest) };
}

/**
 * Runs a demo for so many steps or seconds; one that ends begins again, one that answers takes a step with every answer.
 * @returns what was held, tenth by tenth
 */
export async function soak(
  { file, settings }: Soak,
  { steps, seconds = Infinity }: { steps: number; seconds?: number },
): Promise<Held[]> {
  const { demo, load } = await demoSource(file);
  const files = new Map<string, Promise<ArrayBuffer>>();
  // Read once: what is measured is the demo and not the files.
  const once = (path: string): Promise<ArrayBuffer> => {
    const file = files.get(path) ?? load(path);
    files.set(path, file);
    return file;
  };
  const ignore = (): void => undefined;
  const held: Held[] = [];
  const begun = performance.now();
  let [done, tensors, bytes] = [0, Infinity, Infinity];
  const share = (): number => Math.max(done / steps, (performance.now() - begun) / 1000 / seconds);
  // Two parts at least, however slow the machine: the first says what the second is compared with.
  const isOver = (): boolean => held.length > 1 && share() >= 1;
  while (!isOver()) {
    let reached = 0;
    const before = done;
    const run = demo.run({ knobs: settings as never, seed: 1, load: once, report: ignore, keep: ignore });
    for await (const { step } of run) {
      done += demo.rhythm === 'answer' ? 1 : Math.max(0, step - reached);
      reached = step;
      const memory = tf.memory();
      [tensors, bytes] = [Math.min(tensors, memory.numTensors), Math.min(bytes, memory.numBytes)];
      if (share() < (held.length + 1) / 10) continue;
      held.push({ steps: done, tensors, bytes, heapBytes: heapBytes() });
      [tensors, bytes] = [Infinity, Infinity];
      if (isOver()) break;
    }
    // A run that only shows something has no steps of its own.
    if (done === before) done += 1;
  }
  return held;
}

/** The least of several parts, with the memory at the end of the last of them. */
export function least(parts: readonly Held[]): Held {
  return {
    steps: parts[parts.length - 1].steps,
    tensors: Math.min(...parts.map(({ tensors }) => tensors)),
    bytes: Math.min(...parts.map(({ bytes }) => bytes)),
    heapBytes: parts[parts.length - 1].heapBytes,
  };
}

let collect: (() => void) | undefined;

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  collect ??= runInNewContext('gc') as () => void;
  collect();
  return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
}
