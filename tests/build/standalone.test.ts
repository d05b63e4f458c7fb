import { execFile } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoCode, demosWithCode } from '#build/demo-code';
import { demoSource } from '#build/demo-source';
import { standalone } from '#build/standalone';
import { useBackend } from '#lab/backend';
import { withSettings } from '#lab/code-settings';
import { firstLossField } from '#lab/loss-field';
import type { Settings } from '#lab/protocol';
import { defaults } from '#lab/recording';
import { root } from '../../scripts/tools.mjs';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'standalone-'));
  await symlink(join(root, 'node_modules'), join(folder, 'node_modules'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What a file prints when plain Node runs it, in a folder that holds nothing of the project but its packages. */
async function printed(name: string, code: string): Promise<string> {
  await writeFile(join(folder, name), code);
  return (await promisify(execFile)(process.execPath, [name], { cwd: folder })).stdout;
}

const lossesIn = (text: string): number[] =>
  [...text.matchAll(/^step \d+: loss (\S+)$/gm)].map(([, loss]) => Number(loss));

/** The first losses of the demo's own run in this process. */
async function ownLosses(name: string, settings: Settings, seed: number, count = 10): Promise<number[]> {
  const { demo, load } = await demoSource(`content/articles/${name}.demo.ts`);
  const field = firstLossField(demo.views, demo.rhythm)!;
  const ignore = (): void => undefined;
  const knobs = { ...defaults(demo.knobs), ...settings } as never;
  const losses: number[] = [];
  for await (const frame of demo.run({ knobs, seed, load, report: ignore, keep: ignore })) {
    const loss = frame[field];
    if (typeof loss === 'number') losses.push(loss);
    if (losses.length === count) break;
  }
  return losses;
}

/** Small enough for the processor alone. */
const runs: readonly (readonly [name: string, settings: Settings, seed: number])[] = [
  ['denoising-diffusion/points', { data: 'twoMoons', width: 16, target: 'velocity' }, 7],
  ['generative-adversarial-network/game', { width: 16, roundsPerFrame: 1 }, 2],
  ['introduction/smallest', { model: 'histogram', cells: 8 }, 3],
  ['introduction/smallest', {}, 1],
];

/** Both compute with the same operations on the same backend; only the order of sums in other versions could differ. */
const tolerance = 1e-6;

describe('the code of a demo', () => {
  beforeAll(async () => {
    await useBackend('cpu');
  });

  it.each(runs)('%s with %o prints the first ten losses of the run', { timeout: 240_000 }, async (...run) => {
    const [name, settings, seed] = run;
    const { demo } = await demoSource(`content/articles/${name}.demo.ts`);
    const code = withSettings(await demoCode(name), { ...defaults(demo.knobs), ...settings }, seed);
    const losses = lossesIn(await printed('demo.ts', code));
    const own = await ownLosses(name, settings, seed);
    expect(own).toHaveLength(10);
    expect(losses).toHaveLength(10);
    losses.forEach((loss, i) => expect(Math.abs(loss - own[i])).toBeLessThanOrEqual(tolerance * own[i]));
    // A histogram that is empty still is equally wrong for every seed.
    expect(await ownLosses(name, settings, seed + 1, 2)).not.toEqual(own.slice(0, 2));
  });

  // Ten losses of its convolutions take the processor many minutes: here it reads its files, and draws instead of training.
  it('of digits reads its files from the folder and runs', { timeout: 240_000 }, async () => {
    const files = {
      'digits.safetensors': 'content/articles/denoising-diffusion',
      'digit-classifier.safetensors': 'public/data',
    };
    for (const [file, home] of Object.entries(files))
      await copyFile(join(root, home, file), join(folder, file));
    const { demo } = await demoSource('content/articles/denoising-diffusion/digits.demo.ts');
    const code = await demoCode('denoising-diffusion/digits');
    expect(code).toContain('/data/digits-train.bin');
    const settings = { ...defaults(demo.knobs), task: 'sample', count: 10, samplingSteps: 2 };
    expect(await printed('digits.ts', withSettings(code, settings, 1))).toContain('nothing is trained');
    await rm(join(folder, 'digits.safetensors'));
    await expect(printed('digits.ts', withSettings(code, settings, 1))).rejects.toThrow(
      /digits\.safetensors/,
    );
  });

  it('is sound TypeScript, of types that can be stripped', { timeout: 120_000 }, async () => {
    await writeFile(join(folder, 'package.json'), '{ "type": "module" }');
    const paths = [];
    for (const name of await demosWithCode()) {
      const path = join(folder, `${name.replace('/', '-')}.ts`);
      await writeFile(path, await demoCode(name));
      paths.push(path);
    }
    expect(paths.length).toBeGreaterThanOrEqual(3);
    const program = ts.createProgram(paths, {
      strict: true,
      erasableSyntaxOnly: true,
      noEmit: true,
      skipLibCheck: true,
      target: ts.ScriptTarget.ES2024,
      module: ts.ModuleKind.NodeNext,
      types: ['node'],
      typeRoots: [join(root, 'node_modules/@types')],
    });
    const problems = ts.getPreEmitDiagnostics(program);
    expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual([]);
  });
});

describe('modules in one file', () => {
  /** A made-up project, its demo told as one file. */
  async function told(files: Readonly<Record<string, string>>): Promise<string> {
    const made = await mkdtemp(join(tmpdir(), 'modules-'));
    const all = { 'package.json': '{ "imports": { "#models/*": "./models/*.ts" } }', ...files };
    for (const [path, text] of Object.entries(all)) {
      await mkdir(dirname(join(made, path)), { recursive: true });
      await writeFile(join(made, path), text);
    }
    try {
      return standalone('a.demo.ts', {
        demo: 'x/a',
        root: made,
        settings: { n: 2 },
        seed: 1,
        loss: 'loss',
        addressOf: (path) => path,
        origin: 'From a test.',
      });
    } finally {
      await rm(made, { recursive: true });
    }
  }

  const demo = (head: string, loss: string): string => `${head}
export const knobs = {};
export async function* run(context: { knobs: { n: number }; seed: number; load: (path: string) => Promise<ArrayBuffer>; report: () => void; keep: () => void }) {
  yield { step: 0, loss: ${loss} };
}`;

  it('keep their meaning where names clash, are hidden, renamed on import or written short', async () => {
    const code = await told({
      'a.demo.ts': demo(
        `import * as one from '#models/one';
import { half as two, type Size } from '#models/two';
const scale = 1000;
const start: one.Size = 1;
const size: Size = 2;
function hidden(half: number): number { return half + one.half(start) + two(size); }`,
        'scale + hidden(0.5) + one.pair().step + Math.abs(one.Half.value)',
      ),
      'models/one.ts': `import { half as ofTwo } from './two.ts';
export type Size = number;
const scale = 10;
const step = 5;
export const Half = { value: -0.25 };
export const pair = () => ({ step, scale });
export const half = (size: Size): number => size * scale + ofTwo(2);`,
      'models/two.ts': `export type Size = 2;
const { scale, Math: rest } = { scale: 100, Math: 0 };
export function half(size: Size): number { return size * scale + rest; }`,
    });
    // 1000 + (0.5 + (10 + 200) + 200) + 5 + 0.25
    expect(lossesIn(await printed('clash.ts', code))).toEqual([1415.75]);
    expect(code).not.toMatch(/#models|export (const|function|type)/);
  });

  it('do not hide from each other what the language itself brings', async () => {
    const code = await told({
      'a.demo.ts': demo(
        "import { area } from '#models/one';\nimport { largest } from '#models/two';",
        'area + largest',
      ),
      'models/one.ts': 'const Math = { max: () => 7 };\nexport const area = Math.max();',
      'models/two.ts': 'export const largest = Math.max(1, 2);',
    });
    expect(lossesIn(await printed('free.ts', code))).toEqual([9]);
  });

  it.each([
    [
      'a circle',
      {
        'models/one.ts': "import { b } from './two.ts';\nexport const a = () => b;",
        'models/two.ts': "import { a } from './one.ts';\nexport const b = a;",
      },
      /circle/,
    ],
    [
      'another package',
      { 'models/one.ts': "import { x } from 'elsewhere';\nexport const a = x;" },
      /Expected only TensorFlow.js/,
    ],
    [
      'a re-export',
      { 'models/one.ts': "export { b as a } from './two.ts';", 'models/two.ts': 'export const b = 1;' },
      /cannot hold/,
    ],
    [
      'a module as a value',
      {
        'models/one.ts': "import * as two from './two.ts';\nexport const a = Object.keys(two);",
        'models/two.ts': 'export const b = 1;',
      },
      /passes the module/,
    ],
    [
      'a missing file',
      { 'models/one.ts': "import { b } from './three.ts';\nexport const a = b;" },
      /no file of the project/,
    ],
  ])('stop the build at %s', async (_, files, said) => {
    const entry = { 'a.demo.ts': demo("import { a } from '#models/one';", 'Number(a)') };
    await expect(told({ ...entry, ...files })).rejects.toThrow(said);
  });
});
