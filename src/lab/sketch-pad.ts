import type { Living } from './knob-kinds.ts';
import type { SketchKnob } from './knobs/sketch.ts';
import { drawStroke, type Spot } from './pen.ts';
import { placeOf, placesOf } from './pointer-place.ts';

/**
 * Drawing one small picture: with a pointer, or with the keyboard (arrows move the pen, Space or Enter inks, Shift and arrows draw a
 * line, Backspace or Delete clears).
 */
export class SketchPad {
  readonly #living: Living<SketchKnob>;
  readonly #canvas: HTMLCanvasElement;
  /** The pen, in pixels of the picture. */
  #pen: Spot;
  #shown = '';

  constructor(living: Living<SketchKnob>) {
    const { frame, knob, inputs } = living;
    this.#living = living;
    this.#canvas = frame.querySelector('canvas')!;
    this.#pen = [knob.width / 2, knob.height / 2];
    const on = this.#canvas.addEventListener.bind(this.#canvas);
    on('pointerdown', (event) => this.#press(event));
    on('pointermove', (event) => this.#draw(event));
    on('lostpointercapture', () => this.#settle());
    on('keydown', (event) => this.#key(event));
    frame.querySelector('[data-clear]')!.addEventListener('click', () => this.#clear());
    inputs.follow(() => this.#show());
    this.#show();
  }

  get #bytes(): number[] {
    return this.#living.inputs.kept(this.#living.name);
  }

  #press(event: PointerEvent): void {
    this.#canvas.setPointerCapture(event.pointerId);
    this.#pen = this.#spot(placeOf(event, this.#canvas));
    this.#ink([this.#pen]);
  }

  #draw(event: PointerEvent): void {
    if (!this.#canvas.hasPointerCapture(event.pointerId)) return;
    this.#ink(placesOf(event, this.#canvas).map((place) => this.#spot(place)));
  }

  #spot([x, y]: Spot): Spot {
    return [x * this.#living.knob.width, y * this.#living.knob.height];
  }

  /** Inks the way of the pen over these spots. A run that begins anew waits for the end of the stroke. */
  #ink(spots: readonly Spot[]): void {
    const { knob, inputs, changed } = this.#living;
    const bytes = this.#bytes;
    if (bytes.length === 0) bytes.push(...new Uint8Array(knob.width * knob.height));
    for (const spot of spots) {
      drawStroke(bytes, knob, [this.#pen, spot]);
      this.#pen = spot;
    }
    inputs.refresh();
    if (knob.effect !== 'restart') changed();
  }

  #settle(): void {
    if (this.#living.knob.effect === 'restart') this.#living.changed();
  }

  #clear(): void {
    if (this.#bytes.length === 0) return;
    this.#bytes.length = 0;
    this.#living.inputs.refresh();
    this.#living.changed();
  }

  #key(event: KeyboardEvent): void {
    const moves: Record<string, Spot> = {
      ArrowLeft: [-1, 0],
      ArrowRight: [1, 0],
      ArrowUp: [0, -1],
      ArrowDown: [0, 1],
    };
    const move = moves[event.key];
    const inks = event.key === ' ' || event.key === 'Enter' || (move !== undefined && event.shiftKey);
    const clears = event.key === 'Backspace' || event.key === 'Delete';
    if (!move && !inks && !clears) return;
    event.preventDefault();
    const to = this.#beside(move ?? [0, 0]);
    if (inks) {
      this.#ink([to]);
      this.#settle();
    }
    if (clears) this.#clear();
    this.#pen = to;
    this.#showPen();
  }

  /** The middle of a pixel so far from the pen, within the picture. */
  #beside([x, y]: Spot): Spot {
    const { width, height } = this.#living.knob;
    const within = (value: number, side: number): number => Math.max(0.5, Math.min(side - 0.5, value));
    return [within(this.#pen[0] + x, width), within(this.#pen[1] + y, height)];
  }

  #showPen(): void {
    const { width, height } = this.#living.knob;
    const { style } = this.#canvas.parentElement!;
    style.setProperty('--pen-x', `${(100 * this.#pen[0]) / width}%`);
    style.setProperty('--pen-y', `${(100 * this.#pen[1]) / height}%`);
  }

  #show(): void {
    this.#showPen();
    const now = this.#bytes.join();
    if (now === this.#shown) return;
    this.#shown = now;
    const { width, height } = this.#canvas;
    const picture = new ImageData(width, height);
    this.#bytes.forEach((ink, i) => (picture.data[4 * i + 3] = ink));
    this.#canvas.getContext('2d')!.putImageData(picture, 0, 0);
  }
}
