/** The sweeps: how our time grows with the width of the network, the size of the batch and the number of steps. */
import type { Place, Results } from '#build/results';
import { inputs, reference, type Setting } from './contract.ts';
import { measureGrowth, type OpenPage, type Plan } from './measurement.ts';
import { slopeOf } from './slope.ts';

const widths = [32, 64, 128, 256] as const;
const batches = [128, 256, 512, 1024] as const;
const steps = [5, 10, 20, 40] as const;

/** Multiplications of one example on its way through the network. */
export const multiplications = (width: number): number => inputs * width + 2 * width * width + 2 * width;

/** Work of a setting: multiplications for the width, examples for the batch, steps for the steps. */
export async function measureSweeps(
  place: Place,
  options: { openPage: OpenPage; plan: Plan },
): Promise<Results['growth']> {
  const setting: Setting = { place, ...reference };
  const plans = {
    width: widths.map((width) => ({ setting: { ...setting, width }, work: multiplications(width) })),
    batch: batches.map((batch) => ({ setting: { ...setting, batch }, work: batch })),
    steps: steps.map((count) => ({ setting, work: count, steps: count })),
  };
  const grown: Results['growth'] = [];
  for (const sweep of ['width', 'batch', 'steps'] as const) {
    const points = await measureGrowth(plans[sweep], options);
    grown.push({ place, sweep, slope: slopeOf(points), points });
  }
  return grown;
}
