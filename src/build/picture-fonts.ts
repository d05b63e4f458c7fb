import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import subsetFont from 'subset-font';

const scripts = ['latin', 'latin-ext', 'greek', 'cyrillic', 'vietnamese'];
const weights = [400, 600];

const characters = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, index) => String.fromCharCode(from + index)).join('');

/** Every character up to the mathematical signs: a face keeps those that it has. */
const everything = characters(0x20, 0x2c00);

interface Face {
  readonly source: string;
  /** Set for faces that vary in weight, of which the picture needs one. */
  readonly weight?: number;
}

const each = (faceOf: (script: string, weight: number) => Face): Face[] =>
  scripts.flatMap((script) => weights.map((weight) => faceOf(script, weight)));

/** A character that a face lacks is drawn with the first that has it; signs of mathematics ask for theirs (still.ts). */
const faces: readonly Face[] = [
  ...each((script, weight) => ({
    source: `@fontsource-variable/inter/files/inter-${script}-wght-normal.woff2`,
    weight,
  })),
  ...each((script, weight) => ({
    source: `@fontsource/source-serif-4/files/source-serif-4-${script}-${weight}-normal.woff2`,
  })),
  { source: '@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2' },
];

let ready: Promise<string[]> | undefined;

/** The site's faces as TrueType files, which pictures made while building are drawn with; kept in `.cache/fonts`. */
export function pictureFonts(root = process.cwd()): Promise<string[]> {
  ready ??= Promise.all(faces.map((face) => fontFile(face, root)));
  return ready;
}

async function fontFile({ source, weight }: Face, root: string): Promise<string> {
  const path = createRequire(join(root, 'package.json')).resolve(source);
  const folder = join(root, '.cache', 'fonts');
  const packed = await readFile(path);
  const hash = createHash('sha256').update(packed).digest('hex').slice(0, 8);
  const name = basename(path, '.woff2').replace('-wght-', `-${weight}-`);
  const file = join(folder, `${name}.${hash}.ttf`);
  if (existsSync(file)) return file;
  const variationAxes = weight === undefined ? undefined : { wght: weight };
  const font = await subsetFont(packed, everything, { targetFormat: 'truetype', variationAxes });
  await mkdir(folder, { recursive: true });
  // Written aside and moved: a build that is stopped here leaves no half-written file behind.
  await writeFile(`${file}.${process.pid}`, font);
  await rename(`${file}.${process.pid}`, file);
  return file;
}
