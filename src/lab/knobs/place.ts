import type { Actor, KnobBase } from '../contract.ts';
import { escaped } from '../escaped.ts';
import type { KnobKind, Living, Read } from '../knob-kinds.ts';
import { placeOf } from '../pointer-place.ts';
import { kindOf } from '../view-kinds.ts';
import { mapMarkup } from '../views/map.ts';

/** A place in a plane, x, y in its units: set by two sliders, or by pressing and dragging on the view that shows the plane. */
export interface PlaceKnob extends KnobBase {
  readonly kind: 'place';
  readonly value: readonly number[];
  /** The name of that view. */
  readonly on: string;
  /** Neither number is farther from 0. */
  readonly extent: number;
  /** What the two axes are called. */
  readonly axes: readonly [x: string, y: string];
  /** Whose colour the ring has that shows the place. */
  readonly actor: Actor;
}

declare module '../contract.ts' {
  interface KnobKinds {
    readonly place: PlaceKnob;
  }
}

export const kind: KnobKind<PlaceKnob> = {
  control({ label, value, extent, axes }, { id, attributes }) {
    const sliders = axes.map(
      (axis, i) =>
        `<label>${escaped(axis)} <input type="range" min="${-extent}" max="${extent}" step="${stepOf(extent)}" value="${value[i]}" autocomplete="off"></label>`,
    );
    const name = `<span id="${id}-name">${escaped(label)} <output>${written(value)}</output></span>`;
    return `<div class="place"${attributes} role="group" aria-labelledby="${id}-name">${name}${sliders.join('')}</div>`;
  },
  input: {
    get: (first) => slidersOf(first).map(({ value }) => exact(Number(value))),
    set: (first, value) => slidersOf(first).forEach((slider, i) => (slider.value = String(value[i]))),
  },
  beside: written,
  text: (value) => value.map(exact).join(),
  fromText: (text, knob) => placeIn(text.split(',').map(numberIn), knob),
  fromFile: (value, knob) => placeIn(Array.isArray(value) ? value : [], knob),
  said: written,
  takes: (value, knob) => Array.isArray(value) && 'value' in placeIn(value, knob),
  wake: (living) => void new Handle(living),
};

/** A drag on the picture comes to rest on the steps of the sliders: two hundred from end to end. */
const stepOf = (extent: number): number => exact(extent / 100);

const exact = (number: number): number => Number(number.toPrecision(12));

const numberIn = (text: string): number => (text.trim() === '' ? NaN : Number(text));

function slidersOf(first: HTMLInputElement): HTMLInputElement[] {
  return [...first.closest('.place')!.querySelectorAll('input')];
}

function written(value: readonly number[]): string {
  return value.map((number) => number.toFixed(2).replace('-', '−')).join(', ');
}

/** Two numbers within the plane, brought to the steps of the sliders. */
function placeIn(numbers: readonly unknown[], { extent }: PlaceKnob): Read {
  const isWithin = numbers.every((number) => Number.isFinite(number) && Math.abs(number as number) <= extent);
  if (numbers.length !== 2 || !isWithin) return { kind: 'place', expected: `${-extent} … ${extent}` };
  const step = stepOf(extent);
  const value = (numbers as number[]).map((number) => exact(Math.round(number / step) * step));
  const moved = value.some((number, i) => Math.abs(number - (numbers[i] as number)) > 1e-9);
  return { value, moved };
}

/** The place as a ring on the picture, which follows the pointer while that is pressed. */
class Handle {
  readonly #living: Living<PlaceKnob>;
  readonly #overlay = document.createElement('div');
  /** Half the side of the plane that the picture shows. */
  readonly #extent: number;

  constructor(living: Living<PlaceKnob>) {
    const { root, knob, views, inputs } = living;
    this.#living = living;
    this.#extent = kindOf(views[knob.on]).extent?.(views[knob.on]) ?? knob.extent;
    this.#overlay.className = 'placing';
    this.#overlay.ariaHidden = 'true';
    root.querySelector(`[data-view="${knob.on}"] .view-surface`)!.append(this.#overlay);
    this.#overlay.addEventListener('pointerdown', (event) => {
      this.#overlay.setPointerCapture(event.pointerId);
      this.#put(event);
    });
    this.#overlay.addEventListener('pointermove', (event) => {
      if (this.#overlay.hasPointerCapture(event.pointerId)) this.#put(event);
    });
    inputs.follow(() => this.#show());
    this.#show();
  }

  #put(event: PointerEvent): void {
    const { name, knob, inputs, changed } = this.#living;
    const within = (share: number): number =>
      Math.max(-knob.extent, Math.min(knob.extent, share * this.#extent));
    const [x, y] = placeOf(event, this.#overlay);
    inputs.set({ [name]: [within(2 * x - 1), within(1 - 2 * y)] });
    changed();
  }

  #show(): void {
    const { name, knob, inputs } = this.#living;
    this.#overlay.hidden = !inputs.isActive(name);
    const at = Float32Array.from(inputs.settings()[name] as readonly number[]);
    const layers = [{ mark: 'places', field: 'at', actor: knob.actor, label: '' }] as const;
    this.#overlay.innerHTML = mapMarkup(
      { extent: this.#extent, points: '', classes: '', classLabels: [], layers },
      { value: (field) => (field === 'at' ? at : undefined), track: () => [] },
    );
  }
}
