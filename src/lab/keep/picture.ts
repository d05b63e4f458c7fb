/** The pictures of a demo as one bitmap, drawn as the page shows them, in its colours. */
import type { Lab } from '../lab.ts';
import { kindOf } from '../view-kinds.ts';
import { density, pictureWidth, Sheet, type Tile } from './sheet.ts';

/**
 * A PNG of the views that are shown: pictures side by side with their headings and legends, then what stands in words.
 *
 * @param footer said in the last line
 */
export async function pictureOf({ root, definition }: Lab, footer: string): Promise<Blob> {
  const views = [...root.querySelectorAll<HTMLElement>('.view:not([hidden], [data-left-out])')];
  const tiles = await Promise.all(views.flatMap((view) => tileOf(view)));
  const texts = views.flatMap((view) =>
    kindOf(definition.views[view.dataset.view!]).form === 'words'
      ? [view.querySelector('.view-body')!.textContent]
      : [],
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
    mark: (['floor', 'points'] as const).find((mark) => item.classList.contains(mark)) ?? ('line' as const),
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
