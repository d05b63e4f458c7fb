/** The site's mark as the pictures that an installed site shows, drawn from `public/favicon.svg`. */
import { readFile } from 'node:fs/promises';
import { Resvg } from '@resvg/resvg-js';

/** Paper and ink of the light theme, as `src/styles/tokens.css` has them: a manifest cannot read a style sheet. */
export const paper = '#fcfbf7';

export interface Icon {
  readonly size: number;
  /** Part of the width that the mark takes; systems cut up to a tenth off each side of a maskable icon. */
  readonly mark: number;
  readonly maskable: boolean;
}

/** File name to icon. */
export const icons: Readonly<Record<string, Icon>> = {
  '180.png': { size: 180, mark: 0.75, maskable: false },
  '192.png': { size: 192, mark: 0.85, maskable: false },
  '512.png': { size: 512, mark: 0.85, maskable: false },
  'maskable-512.png': { size: 512, mark: 0.6, maskable: true },
};

/** The mark on paper, as a PNG. */
export async function drawn({ size, mark }: Icon): Promise<Buffer> {
  const svg = await readFile('public/favicon.svg', 'utf8');
  const [, body] = /<svg[^>]*viewBox="0 0 32 32"[^>]*>([\s\S]*)<\/svg>/.exec(svg) ?? [];
  if (body === undefined) throw new Error('public/favicon.svg has no viewBox of "0 0 32 32".');
  const inset = (32 * (1 - mark)) / 2;
  const placed = `<g transform="translate(${inset} ${inset}) scale(${mark})">${body}</g>`;
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" fill="${paper}"/>${placed}</svg>`;
  return new Resvg(picture, { fitTo: { mode: 'width', value: size } }).render().asPng();
}
