/** A bitmap that pictures, legends and words are put on from top to bottom. */

/** Width of a picture, in the page's units. Twice as many pixels are drawn. */
export const pictureWidth = 400;
const margin = 20;
const gap = 24;
const lineHeight = 20;
export const density = 2;

export interface Tile {
  readonly picture: HTMLImageElement;
  readonly label: string;
  readonly legend: readonly LegendEntry[];
  /** How high the picture is at `pictureWidth`. */
  readonly height: number;
  readonly pixels: boolean;
}

export interface LegendEntry {
  readonly text: string;
  readonly colour: string;
  readonly mark: 'line' | 'floor' | 'points';
}

/** A page that grows downwards: what is put on it is drawn when its height is known. */
export class Sheet {
  readonly #context: CanvasRenderingContext2D;
  readonly #width: number;
  readonly #isDark: boolean;
  readonly #colours: { paper: string; ink: string; soft: string };
  readonly #strokes: (() => void)[] = [];
  #height = margin;

  constructor(root: HTMLElement, columns: number) {
    const style = getComputedStyle(root);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    this.#colours = {
      paper: colour('--paper-raised'),
      ink: colour('--ink'),
      soft: colour('--ink-soft'),
    };
    this.#isDark = style.colorScheme === 'dark';
    this.#width = 2 * margin + columns * pictureWidth + (columns - 1) * gap;
    this.#context = document.createElement('canvas').getContext('2d')!;
  }

  /** Pictures side by side; the highest says where the next row begins. */
  row(tiles: readonly Tile[]): void {
    const top = this.#height;
    const ends = tiles.map((tile, i) => this.#tile(tile, margin + i * (pictureWidth + gap), top));
    this.#height = Math.max(...ends) + gap;
  }

  /** A paragraph over the whole width. */
  text(text: string): void {
    const lines = this.#wrapped(text, this.#width - 2 * margin);
    const top = this.#height;
    this.#strokes.push(() =>
      lines.forEach((line, i) => this.#write(line, [margin, top + (i + 1) * lineHeight - 5])),
    );
    this.#height += lines.length * lineHeight + 8;
  }

  async png(): Promise<Blob> {
    const { canvas } = this.#context;
    canvas.width = this.#width * density;
    canvas.height = Math.ceil(this.#height + margin) * density;
    this.#context.scale(density, density);
    this.#context.fillStyle = this.#colours.paper;
    this.#context.fillRect(0, 0, canvas.width, canvas.height);
    for (const stroke of this.#strokes) stroke();
    return new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/png'),
    );
  }

  /** @returns where it ends */
  #tile({ picture, label, legend, height, pixels }: Tile, left: number, top: number): number {
    const below = top + lineHeight + 4;
    this.#strokes.push(() => {
      this.#write(label, [left, top + lineHeight - 6], { weight: 600, colour: this.#colours.ink });
      this.#paint(picture, { left, top: below, height, pixels });
    });
    return this.#legend(legend, left, below + height + 8);
  }

  #paint(
    picture: HTMLImageElement,
    { left, top, height, pixels }: { left: number; top: number; height: number; pixels: boolean },
  ): void {
    const context = this.#context;
    context.save();
    if (pixels) {
      // As the style sheet does it: ink on the page's paper, inverted in the dark theme.
      context.imageSmoothingEnabled = false;
      context.globalCompositeOperation = this.#isDark ? 'screen' : 'multiply';
    }
    context.drawImage(pixels && this.#isDark ? inverted(picture) : picture, left, top, pictureWidth, height);
    context.restore();
  }

  #legend(legend: readonly LegendEntry[], left: number, top: number): number {
    let [x, y] = [left, top];
    for (const entry of legend) {
      const { text } = entry;
      const width = this.#measure(text) + 40;
      if (x > left && x + width > left + pictureWidth) [x, y] = [left, y + lineHeight];
      const [at, line] = [x, y];
      this.#strokes.push(() => {
        this.#mark(entry, at, line + 9);
        this.#write(text, [at + 24, line + lineHeight - 6]);
      });
      x += width;
    }
    return legend.length > 0 ? y + lineHeight : top;
  }

  /** A stroke, dashes or a dot, as the page's legends have them. */
  #mark({ colour, mark }: LegendEntry, left: number, middle: number): void {
    const context = this.#context;
    context.save();
    [context.strokeStyle, context.fillStyle, context.lineWidth] = [colour, colour, 2];
    context.setLineDash(mark === 'floor' ? [4, 3] : []);
    context.beginPath();
    if (mark === 'points') context.arc(left + 9, middle, 5, 0, 2 * Math.PI);
    else {
      context.moveTo(left, middle);
      context.lineTo(left + 18, middle);
    }
    if (mark === 'points') context.fill();
    else context.stroke();
    context.restore();
  }

  #write(
    text: string,
    [x, y]: readonly [number, number],
    { weight = 400, colour = this.#colours.soft } = {},
  ): void {
    this.#context.font = fontOf(weight);
    this.#context.fillStyle = colour;
    this.#context.fillText(text, x, y);
  }

  #measure(text: string): number {
    this.#context.font = fontOf(400);
    return this.#context.measureText(text).width;
  }

  #wrapped(text: string, width: number): string[] {
    const lines: string[] = [];
    for (const word of text.trim().split(/\s+/)) {
      const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word;
      if (lines.length > 0 && this.#measure(longer) <= width) lines[lines.length - 1] = longer;
      else lines.push(word);
    }
    return lines;
  }
}

const fontOf = (weight: number): string => `${weight} 13px Inter, system-ui, sans-serif`;

function inverted(picture: HTMLImageElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
  const context = canvas.getContext('2d')!;
  context.drawImage(picture, 0, 0);
  context.globalCompositeOperation = 'difference';
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  return canvas;
}
