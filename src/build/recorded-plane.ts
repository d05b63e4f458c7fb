import { join } from 'node:path';
import { kindOf } from '#lab/view-kinds';
import { demoNames } from './demo-places.ts';
import { demoOf } from './demos.ts';

/** SVG of the first plane that an article's demos recorded of a model, as the last frame left it. */
export async function recordedPlane(slug: string): Promise<string | undefined> {
  for (const name of demoNames(join('content/articles', slug))) {
    const { definition, moment } = await demoOf(slug, name);
    const plane = Object.values(definition.views).find((view) => kindOf(view).extent);
    if (plane && definition.badge === 'recorded') return kindOf(plane).markup(plane, moment);
  }
  return undefined;
}
