import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import { onGrid } from './drawing-code.ts';
import type { Living } from './knob-kinds.ts';
import type { DrawingKnob } from './knobs/drawing.ts';
import { placeOf, placesOf } from './pointer-place.ts';
import { planeMarkup } from './views/plane.ts';

/**
 * Drawing points on a plane view: with a pointer, or with the keyboard (arrows move the cross, Space or Enter sets a point,
 * Backspace takes the last one back).
 */
export class DrawingSurface {
  readonly #place: Living<DrawingKnob>;
  /** Half the side of the plane. */
  readonly #extent: number;
  readonly #words = pageWords().lab;
  readonly #overlay = document.createElement('div');
  readonly #cross: [number, number] = [0, 0];
  #down = false;

  constructor(place: Living<DrawingKnob>, extent: number) {
    this.#place = place;
    this.#extent = extent;
    const surface = place.root.querySelector<HTMLElement>(`[data-view="${place.knob.on}"] .view-surface`)!;
    this.#overlay.className = 'drawing';
    this.#overlay.tabIndex = 0;
    this.#overlay.setAttribute('role', 'application');
    this.#overlay.setAttribute('aria-label', filled(this.#words.drawing, { knob: place.knob.label }));
    surface.append(this.#overlay);
    this.#overlay.addEventListener('pointerdown', (event) => this.#press(event));
    this.#overlay.addEventListener('pointermove', (event) => this.#draw(event));
    this.#overlay.addEventListener('pointerup', () => this.#release());
    this.#overlay.addEventListener('pointercancel', () => this.#release());
    this.#overlay.addEventListener('keydown', (event) => this.#key(event));
    place.root.addEventListener('input', () => this.#refresh());
    place.root.addEventListener('click', (event) => {
      const pressed = (event.target as Element).closest(`[data-knob="${place.name}"] [data-clear]`);
      if (pressed) this.#clear();
      this.#refresh();
    });
    this.#refresh();
  }

  get #points(): number[] {
    return this.#place.inputs.kept(this.#place.name);
  }

  #press(event: PointerEvent): void {
    this.#overlay.setPointerCapture(event.pointerId);
    this.#down = true;
    this.#add(...this.#onPlane(placeOf(event, this.#overlay)));
  }

  #draw(event: PointerEvent): void {
    if (!this.#down) return;
    for (const place of placesOf(event, this.#overlay)) this.#add(...this.#onPlane(place));
  }

  #release(): void {
    if (this.#down) this.#place.changed();
    this.#down = false;
  }

  #onPlane([x, y]: readonly [number, number]): [number, number] {
    return [(2 * x - 1) * this.#extent, (1 - 2 * y) * this.#extent];
  }

  #add(x: number, y: number): void {
    const extent = this.#extent;
    const { name, knob, inputs } = this.#place;
    if (Math.abs(x) > extent || Math.abs(y) > extent) return;
    const full = this.#points.length / 2 >= knob.limit;
    inputs.say(name, full ? filled(this.#words.fullDrawing, { limit: knob.limit }) : '');
    if (!full) this.#points.push(onGrid(x, extent), onGrid(y, extent));
    this.#refresh();
  }

  #clear(): void {
    this.#points.length = 0;
    this.#place.inputs.say(this.#place.name, '');
    this.#place.changed();
  }

  #key(event: KeyboardEvent): void {
    const extent = this.#extent;
    const stride = (event.shiftKey ? 0.2 : 0.05) * extent;
    const moves: Record<string, [number, number]> = {
      ArrowLeft: [-stride, 0],
      ArrowRight: [stride, 0],
      ArrowUp: [0, stride],
      ArrowDown: [0, -stride],
    };
    const move = moves[event.key];
    if (move)
      for (const axis of [0, 1])
        this.#cross[axis] = Math.max(-extent, Math.min(extent, this.#cross[axis] + move[axis]));
    else if (event.key === ' ' || event.key === 'Enter') this.#add(...this.#cross);
    else if (event.key === 'Backspace') this.#points.splice(-2);
    else return;
    event.preventDefault();
    this.#refresh();
    if (!move) this.#place.changed();
  }

  #refresh(): void {
    const { inputs, name } = this.#place;
    const extent = this.#extent;
    inputs.refresh();
    this.#overlay.hidden = !inputs.isActive(name);
    const layers = [
      { mark: 'points', field: 'drawn', actor: 'data', label: '' },
      { mark: 'trails', field: 'cross', actor: 'neutral', label: '' },
    ] as const;
    const [x, y] = this.#cross;
    const arm = extent * 0.04;
    const fields: Record<string, Float32Array> = {
      drawn: Float32Array.from(this.#points),
      cross: Float32Array.of(x - arm, y, x + arm, y, x, y - arm, x, y + arm),
    };
    this.#overlay.innerHTML = planeMarkup(
      { extent, layers },
      { value: (field) => fields[field], track: () => [] },
    );
  }
}
