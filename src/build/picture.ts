import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Resvg } from '@resvg/resvg-js';
import { pictureFonts } from './picture-fonts.ts';

export interface Picture {
  readonly png: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
}

/** How text is set, as SVG attributes: `font-family="Inter" font-size="20"`. */
export type TextStyle = string;

/** Draws an SVG as PNG, `scale` times its size. Kept in `.cache/pictures` under what it was drawn from, faces included. */
export async function pictureOf(svg: string, { scale = 1, root = process.cwd() } = {}): Promise<Picture> {
  const faces = (await pictureFonts()).map((path) => basename(path));
  const hash = createHash('sha256')
    .update([scale, ...faces, svg].join(' '))
    .digest('hex')
    .slice(0, 24);
  const file = join(root, '.cache', 'pictures', `${hash}.png`);
  if (!existsSync(file)) await keep(file, await drawn(svg, scale));
  const png = new Uint8Array(await readFile(file));
  const header = new DataView(png.buffer);
  // The header of a PNG file: its first chunk begins at byte 8 and holds width and height.
  return { png, width: header.getUint32(16), height: header.getUint32(20) };
}

async function drawn(svg: string, scale: number): Promise<Buffer> {
  const fitTo = { mode: 'zoom', value: scale } as const;
  return new Resvg(svg, { fitTo, font: await fonts(svg) }).render().asPng();
}

/** Written aside and moved: a build that is stopped here, or two at once, leave no half-written file behind. */
async function keep(file: string, bytes: Buffer): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true });
  const aside = `${file}.${randomUUID()}`;
  await writeFile(aside, bytes);
  await rename(aside, file);
}

/** The site's faces; those of the machine only where a text is in a script that the site's faces lack. */
async function fonts(text: string) {
  const loadSystemFonts = /[^\u0000-\u052f\u1e00-\u22ff]/.test(text);
  return { fontFiles: await pictureFonts(), loadSystemFonts, defaultFontFamily: 'Inter' };
}

/** Measures texts in one style, as they will be drawn. */
export async function ruler(style: TextStyle, text: string): Promise<(text: string) => number> {
  const font = await fonts(text);
  const known = new Map<string, number>();
  return (piece) => {
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="9999" height="99"><text y="50" ${style}>${escapedXml(piece)}</text></svg>`;
    const width = known.get(piece) ?? new Resvg(svg, { font }).getBBox()?.width ?? 0;
    known.set(piece, width);
    return width;
  };
}

/** Text as it may stand in an SVG. */
export const escapedXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
