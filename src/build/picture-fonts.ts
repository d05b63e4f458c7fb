import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import subsetFont from 'subset-font';

const scripts = ['latin', 'latin-ext', 'greek', 'cyrillic', 'vietnamese'];
const weights = [400, 600];

/** Every character up to the mathematical signs: a face keeps those that it has. */
const everything = Array.from({ length: 0x2c00 - 0x20 }, (_, index) =>
  String.fromCharCode(0x20 + index),
).join('');

interface Face {
  readonly source: string;
  /** Set for faces that vary in weight, of which the picture needs one. */
  readonly weight?: number;
}

const each = (faceOf: (script: string, weight: number) => Face): Face[] =>
  scripts.flatMap((script) => weights.map((weight) => faceOf(script, weight)));

/** A character that a face lacks is drawn with the first that has it: arrows and other signs with the formulas' face. */
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
  const name = basename(path, '.woff2').replace('-wght-', `-${weight}-`);
  const file = join(folder, `${name}.ttf`);
  if (existsSync(file)) return file;
  const variationAxes = weight === undefined ? undefined : { wght: weight };
  const font = await subsetFont(await readFile(path), everything, {
    targetFormat: 'truetype',
    variationAxes,
  });
  await mkdir(folder, { recursive: true });
  // Written aside and moved: a build that is stopped here leaves no half-written file behind.
  await writeFile(`${file}.${process.pid}`, font);
  await rename(`${file}.${process.pid}`, file);
  return file;
}
