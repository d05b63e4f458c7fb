/** The pictures of a demo as one bitmap, drawn as the page shows them, in its colours. */

/** Width of a picture, in the page's units. Twice as many pixels are drawn. */
const pictureWidth = 400;
const margin = 20;
const gap = 24;
const lineHeight = 20;
const density = 2;

interface Tile {
  readonly picture: HTMLImageElement;
  readonly label: string;
  readonly legend: readonly LegendEntry[];
  /** How high the picture is at `pictureWidth`. */
  readonly height: number;
  readonly pixels: boolean;
}

interface LegendEntry {
  readonly text: string;
  readonly colour: string;
}

/**
 * A PNG of the views that are shown: pictures side by side with their headings and legends, then what stands in words.
 *
 * @param root the demo
 * @param footer said in the last line
 */
export async function pictureOf(root: HTMLElement, footer: string): Promise<Blob> {
  const views = [...root.querySelectorAll<HTMLElement>('.view:not([hidden], [data-left-out])')];
  const tiles = await Promise.all(views.flatMap((view) => tileOf(view)));
  const texts = views.flatMap((view) =>
    view.matches('.view-text') ? [view.querySelector('.view-body')!.textContent] : [],
  );
  const sheet = new Sheet(root, Math.min(2, tiles.length));
  for (let i = 0; i < tiles.length; i += 2) sheet.row(tiles.slice(i, i + 2));
  for (const text of texts) sheet.text(text);
  sheet.text(footer);
  return sheet.png();
}

function tileOf(view: HTMLElement): Promise<Tile>[] {
  const picture = view.querySelector<SVGSVGElement | HTMLImageElement>('.view-body > svg, .view-body > img');
  if (!picture) return [];
  const address = picture instanceof HTMLImageElement ? picture.src : standingAlone(picture);
  const legend = [...view.querySelectorAll<HTMLElement>('.legend li')].map((item) => ({
    text: item.textContent.trim(),
    colour: getComputedStyle(item).getPropertyValue('--actor').trim(),
  }));
  const label = view.querySelector('.view-label')?.textContent.trim() ?? '';
  const loaded = imageAt(address).then((image) => ({
    picture: image,
    label,
    legend,
    height: (pictureWidth * image.naturalHeight) / image.naturalWidth,
    pixels: picture instanceof HTMLImageElement,
  }));
  return [loaded];
}

const inherited = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'paint-order',
  'font-size',
  'font-weight',
];

/** The drawing with its colours written into it: alone it has no style sheet and none of the page's faces. */
function standingAlone(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const parts = [...svg.querySelectorAll<SVGElement>('path, text, circle')];
  [...copy.querySelectorAll<SVGElement>('path, text, circle')].forEach((part, i) => {
    const style = getComputedStyle(parts[i]);
    part.setAttribute('style', inherited.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';'));
    if (part.localName === 'text') part.setAttribute('font-family', 'Inter, system-ui, sans-serif');
  });
  const { width, height } = svg.viewBox.baseVal;
  // Some browsers draw nothing of a picture that does not say how large it is.
  copy.setAttribute('width', String(pictureWidth * density));
  copy.setAttribute('height', String((pictureWidth * density * height) / width));
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.style.background = getComputedStyle(svg).backgroundColor;
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(new XMLSerializer().serializeToString(copy))}`;
}

async function imageAt(address: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = address;
  await image.decode();
  return image;
}

/** A page that grows downwards: what is put on it is drawn when its height is known. */
class Sheet {
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
    for (const { text, colour } of legend) {
      const width = this.#measure(text) + 32;
      if (x > left && x + width > left + pictureWidth) [x, y] = [left, y + lineHeight];
      const [at, line] = [x, y];
      this.#strokes.push(() => {
        this.#context.fillStyle = colour;
        this.#context.fillRect(at, line + 8, 14, 3);
        this.#write(text, [at + 20, line + lineHeight - 6]);
      });
      x += width;
    }
    return legend.length > 0 ? y + lineHeight : top;
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
