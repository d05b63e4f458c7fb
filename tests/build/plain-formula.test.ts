import { expect, it } from 'vitest';
import temml from 'temml';
import { plainFormula } from '../../src/build/plain-formula.ts';

const plain = (tex: string): string | undefined => plainFormula(temml.renderToString(tex));

it.each([
  ['x_t', 'x_t'],
  ['x_{t-1}', 'x_(t−1)'],
  ['\\sigma_t^2', 'σ_t^2'],
  ['e^{-B}', 'e^(−B)'],
  ['\\tfrac{1}{2}', '1/2'],
  ['T = 100', 'T=100'],
  ['f(x)', 'f(x)'],
])('writes %s as a line of text', (tex, line) => {
  expect(plain(tex)).toBe(line);
});

it('puts signs above their letter', () => {
  expect(plain('\\tilde{\\beta}')?.normalize('NFC')).toBe('β\u0303'.normalize('NFC'));
});

it('gives up where a line would say something else', () => {
  expect(plain('\\sqrt[3]{x}')).toBeUndefined();
  expect(plain('\\begin{pmatrix} a & b \\\\ c & d \\end{pmatrix}')).toBeUndefined();
});
