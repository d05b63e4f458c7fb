import { describe, expect, it } from 'vitest';
import { lineNamed, placeIn } from '#lab/editor/code-fault';

const files = ['src/models/diffusion.ts', 'content/articles/denoising-diffusion/points.demo.ts'];

describe('the place of an error', () => {
  it('is the first of the stack in the reader’s files, as Chromium writes it', () => {
    const stack = `Error: shapes
    at matMul (blob:null/0b:7:9001)
    at denoisingLoss (src/models/diffusion.ts:136:24)
    at run (content/articles/denoising-diffusion/points.demo.ts:190:3)`;
    expect(placeIn(stack, files)).toEqual({ file: files[0], line: 136 });
  });

  it('is found as Firefox and Safari write it', () => {
    expect(placeIn('run@content/articles/denoising-diffusion/points.demo.ts:190:3\n', files)).toEqual({
      file: files[1],
      line: 190,
    });
  });

  it('is none where other files threw', () => {
    expect(placeIn('at draw (src/data/random.ts:3:1)', files)).toBeUndefined();
  });
});

describe('a refused module whose line the browser keeps to itself', () => {
  const text = "import { a, b } from './x.ts';\nconst c = a;\nlet d = c;\nconst c = d;";

  it('is looked for by the name that is missing', () => {
    const message = "The requested module 'src/models/x.ts' does not provide an export named 'b'";
    expect(lineNamed(message, text)).toBe(1);
  });

  it('is looked for by the name that is declared twice', () => {
    expect(lineNamed("Identifier 'c' has already been declared", text)).toBe(4);
  });

  it('stays unknown otherwise', () => {
    expect(lineNamed('Unexpected end of input', text)).toBeUndefined();
  });
});
