import type { Knob, Knobs, Views } from '../contract.ts';
import { kindOf } from '../knob-kinds.ts';
import type { Settings } from '../protocol.ts';

interface Shape {
  readonly knobs: Knobs;
  readonly views: Views;
}

/** The values that knobs begin with in changed code, as far as the page's own knobs can be set to them. */
export function initialValues(changed: Knobs, own: Knobs): Settings {
  const settable = Object.entries(own).filter(([name, knob]) => canTake(knob, changed[name]));
  return Object.fromEntries(settable.map(([name]) => [name, changed[name].value]));
}

function canTake(own: Knob, changed: Knob | undefined): boolean {
  return changed?.kind === own.kind && (kindOf(own).takes?.(changed.value, own) ?? false);
}

/** Whether the page can show all that the changed code says of knobs and pictures: only initial values may be others. */
export function sameShape(changed: Shape, own: Shape): boolean {
  const initial = initialValues(changed.knobs, own.knobs);
  return written(changed, initial) === written(own, initial);
}

const written = ({ knobs, views }: Shape, initial: Settings): string =>
  JSON.stringify([
    Object.entries(knobs).map(([name, knob]) => [
      name,
      name in initial ? { ...knob, value: undefined } : knob,
    ]),
    views,
  ]);
