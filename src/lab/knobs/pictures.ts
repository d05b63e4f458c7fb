import { counted, filled } from '#words/filling';
import { pageWords } from '#words/page';
import type { KnobBase } from '../contract.ts';
import { onFiles } from '../dropped-files.ts';
import { escaped } from '../escaped.ts';
import { inkOf, type Pixels } from '../ink.ts';
import type { KnobKind, Living, Read } from '../knob-kinds.ts';
import { isPictures, packed, unpacked } from '../picture-code.ts';
import { bitmapAddress } from '../views/images.ts';

/** The reader's own pictures, shrunk where they are: bytes from 0, paper, to 255, ink, one picture after another, row by row. */
export interface PicturesKnob extends KnobBase {
  readonly kind: 'pictures';
  readonly value: readonly number[];
  readonly width: number;
  readonly height: number;
  /** How many pictures are kept. */
  readonly limit: number;
}

declare module '../contract.ts' {
  interface KnobKinds {
    readonly pictures: PicturesKnob;
  }
}

export const kind: KnobKind<PicturesKnob> = {
  control({ label, limit }, { id, attributes, words }) {
    const said = filled(words.script.lab.pictures.count, { count: 0, limit });
    return [
      `<label for="${id}">${escaped(label)} <output>${escaped(said)}</output></label>`,
      `<input${attributes} type="file" multiple accept="image/*">`,
      `<ul class="own-pictures" aria-label="${escaped(label)}" hidden></ul>`,
      `<button type="button" data-clear>${escaped(words.demo.clear)}</button>`,
      '<span class="problem" role="alert"></span>',
    ].join('');
  },
  beside: ({ length }, knob, { pictures }) =>
    filled(pictures.count, { count: length / pixelsOf(knob), limit: knob.limit }),
  text: packed,
  fromText: (text, knob) => picturesOf(unpacked(text), knob),
  fromFile: picturesOf,
  said: ({ length }, knob, words) => counted(words.pictures, length / pixelsOf(knob)),
  inLink: ({ length }, knob) => ({
    tooLong: 'tooLongPictures',
    count: length / pixelsOf(knob),
    letters: pixelsOf(knob),
  }),
  wake: (living) => void new PictureShelf(living),
};

/** Larger files are refused unread, and larger pictures unshrunk: a phone would run out of memory. */
const mostMegabytes = 20;
const mostMegapixels = 50;
/** A whole folder of other files is not worth more sentences. */
const mostSentences = 5;
/** A picture is scaled down to this on its longer side by the browser before its pixels are averaged one by one. */
const workingSide = 512;

const pixelsOf = ({ width, height }: Pick<PicturesKnob, 'width' | 'height'>): number => width * height;

function picturesOf(value: unknown, knob: PicturesKnob): Read {
  if (!isPictures(value, pixelsOf(knob))) return { kind: 'pictures' };
  const fits = value.length / pixelsOf(knob) <= knob.limit;
  return fits ? { value } : { kind: 'picturesCrowd', expected: String(knob.limit) };
}

/** Why a file gave no picture, by its sentence. */
type Trouble = 'unreadable' | 'large' | 'blank' | 'full';

/** Takes pictures from the file field, from what is dropped on the control and from the clipboard, and shows what was kept. */
class PictureShelf {
  readonly #living: Living<PicturesKnob>;
  readonly #words = pageWords().lab.pictures;
  readonly #list: HTMLElement;
  #shown = '';

  constructor(living: Living<PicturesKnob>) {
    this.#living = living;
    const { frame, root } = living;
    this.#list = frame.querySelector('ul')!;
    const field = frame.querySelector('input')!;
    // Choosing files turns nothing yet: the pictures have to be read first.
    field.addEventListener('input', (event) => event.stopPropagation());
    onFiles(frame, field, (files) => void this.#take(files));
    frame.addEventListener('paste', ({ clipboardData }) => {
      if (clipboardData && clipboardData.files.length > 0) void this.#take([...clipboardData.files]);
    });
    frame.querySelector('[data-clear]')!.addEventListener('click', () => this.#keep([], ''));
    for (const type of ['input', 'click']) root.addEventListener(type, () => this.#refresh());
    this.#refresh();
  }

  get #kept(): number[] {
    return this.#living.inputs.kept(this.#living.name);
  }

  /** The good ones are kept; of the others is said what is wrong with each, or where the limit was reached. */
  async #take(files: readonly File[]): Promise<void> {
    const { knob } = this.#living;
    const [good, sentences]: [number[], string[]] = [[], []];
    for (const file of files) {
      const isFull = this.#kept.length + good.length >= knob.limit * pixelsOf(knob);
      // One after the other: large pictures side by side take much memory.
      const picture = isFull ? 'full' : await pictureIn(file, knob);
      if (typeof picture === 'string') sentences.push(this.#sentence(picture, file.name));
      else good.push(...picture);
      if (isFull) break;
    }
    this.#keep([...this.#kept, ...good], sentences.slice(0, mostSentences).join(' '));
  }

  #sentence(trouble: Trouble, file: string): string {
    const limits = { megabytes: mostMegabytes, megapixels: mostMegapixels, limit: this.#living.knob.limit };
    return filled(this.#words[trouble], { file, ...limits });
  }

  #keep(pictures: readonly number[], sentence: string): void {
    const { inputs, name, changed } = this.#living;
    const isNew = pictures.length !== this.#kept.length;
    this.#kept.splice(0, Infinity, ...pictures);
    inputs.say(name, sentence);
    inputs.refresh();
    this.#refresh();
    if (isNew) changed();
  }

  #refresh(): void {
    const { width, height } = this.#living.knob;
    const now = JSON.stringify(this.#kept);
    if (now === this.#shown) return;
    this.#shown = now;
    const count = this.#kept.length / (width * height);
    const items = Array.from({ length: count }, (_, i) => {
      const item = document.createElement('li');
      const image = document.createElement('img');
      const pixels = Uint8Array.from(this.#kept.slice(i * width * height, (i + 1) * width * height));
      image.className = 'pixels';
      image.alt = filled(this.#words.one, { number: i + 1 });
      image.src = bitmapAddress(pixels, width, height);
      item.append(image);
      return item;
    });
    this.#list.replaceChildren(...items);
    this.#list.hidden = count === 0;
  }
}

/** A file as ink on paper, or why it is none. */
async function pictureIn(file: File, knob: PicturesKnob): Promise<number[] | Trouble> {
  if (file.size > mostMegabytes * 1e6) return 'large';
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (!bitmap) return 'unreadable';
  try {
    if (bitmap.width * bitmap.height > mostMegapixels * 1e6) return 'large';
    return inkOf(pixelsIn(bitmap), knob) ?? 'blank';
  } finally {
    bitmap.close();
  }
}

function pixelsIn(bitmap: ImageBitmap): Pixels {
  const scale = Math.min(1, workingSide / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
