import { demoSource } from '#build/demo-source';
import type { Demo, Frame } from '#lab/contract';
import { defaults } from '#lab/recording';

/** Runs a demo with some knobs until a step, and returns the last number or word of each field. */
export async function outcome(
  name: string,
  knobs: Readonly<Record<string, unknown>>,
  until: number,
): Promise<Record<string, number | string>> {
  const { demo, load } = await demoSource(`content/articles/${name}.demo.ts`);
  const ignore = (): void => undefined;
  const settings = { ...defaults(demo.knobs), ...knobs };
  const last: Record<string, number | string> = {};
  const run = demo.run({
    knobs: settings as never,
    seed: demo.recording.seed,
    load,
    report: ignore,
    keep: ignore,
  });
  for await (const frame of run as AsyncGenerator<Frame>) {
    for (const [field, value] of Object.entries(frame))
      if (typeof value === 'number' || typeof value === 'string') last[field] = value;
    if (frame.step >= until) break;
  }
  return last;
}

/** The knobs that a preset turns. */
export async function presetOf(name: string, preset: string): Promise<Readonly<Record<string, unknown>>> {
  const { demo } = await demoSource(`content/articles/${name}.demo.ts`);
  return (demo as Demo).presets![preset].knobs;
}
