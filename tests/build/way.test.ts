import { describe, expect, it } from 'vitest';
import { wayOn } from '#build/way';

const step = (id: string, ...prerequisites: string[]) => ({ id, prerequisites });
const series = [step('intro'), step('diffusion', 'intro'), step('vae', 'intro'), step('essay')];
const planned = [step('guidance', 'diffusion'), step('decoder', 'vae')];

/** Ids of what stands before, after and in the plans. */
function ways(id: string): string[][] {
  const { before, next, planned: topics } = wayOn(id, { series, planned });
  return [before, next, topics].map((ones) => ones.map((one) => one.id));
}

describe('the ways on from an article', () => {
  it('follow what needs it, and lead back to what it needs', () => {
    expect(ways('intro')).toEqual([[], ['diffusion', 'vae'], []]);
    expect(ways('diffusion')).toEqual([['intro'], ['vae'], ['guidance']]);
  });

  it('fall back to the order of the series', () => {
    expect(ways('vae')).toEqual([['intro'], ['essay'], ['decoder']]);
    expect(ways('essay')).toEqual([['vae'], [], []]);
  });

  it('are none for an article that is not in the series', () => {
    expect(ways('nowhere')).toEqual([[], [], []]);
  });
});
