import { describe, expect, it } from 'vitest';
import { createRandom } from '#data/random';
import { decodeSafetensors, encodeSafetensors } from '#data/safetensors';

const random = createRandom(0);
const tensors = {
  'dense.kernel': { shape: [3, 5], values: random.normals(15) },
  bias: { shape: [5], values: random.normals(5) },
  scale: { shape: [], values: new Float32Array([0.25]) },
  none: { shape: [0, 4], values: new Float32Array(0) },
};

/** A file with any header and any number of bytes of numbers. */
function fileOf(header: unknown, dataBytes: number): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const file = new Uint8Array(8 + text.length + dataBytes);
  new DataView(file.buffer).setBigUint64(0, BigInt(text.length), true);
  file.set(text, 8);
  return file;
}

const entry = (shape: number[], start: number, end: number, dtype = 'F32'): object => ({
  dtype,
  shape,
  data_offsets: [start, end],
});

describe('safetensors', () => {
  it('gives back exactly what was stored, from an ArrayBuffer or a part of one', () => {
    const file = encodeSafetensors(tensors, { metadata: { seed: '0', note: 'gewichtet: ε ≈ x̂₀ 🎲 "50 %"' } });
    const expected = { tensors, metadata: { seed: '0', note: 'gewichtet: ε ≈ x̂₀ 🎲 "50 %"' } };
    expect(decodeSafetensors(file.buffer)).toEqual(expected);
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    expect(decodeSafetensors(shifted.subarray(3))).toEqual(expected);
  });

  it('lays the file out as the format says', () => {
    const file = encodeSafetensors({ a: { shape: [2], values: new Float32Array([1, -2]) } });
    const view = new DataView(file.buffer);
    const headerLength = Number(view.getBigUint64(0, true));
    expect((8 + headerLength) % 8).toBe(0);
    const header: unknown = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + headerLength)));
    expect(header).toEqual({ a: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } });
    expect(view.getFloat32(8 + headerLength, true)).toBe(1);
    expect(view.getFloat32(12 + headerLength, true)).toBe(-2);
    expect(file.length).toBe(16 + headerLength);
  });

  it('rounds to the nearest half-precision number, as the platform does', () => {
    const scales = [1e-9, 3e-8, 6.1e-5, 1e-3, 1, 100, 9_000];
    const values = Float32Array.from({ length: 7000 }, (_, i) => random.normal() * scales[i % 7]);
    values.set([
      0,
      -0,
      1,
      -1,
      65504,
      65519,
      2 ** -24,
      2 ** -25,
      3 * 2 ** -25,
      2 ** -14,
      2049,
      2051,
      0.5 - 2 ** -13,
    ]);
    const file = encodeSafetensors({ a: { shape: [7000], values } }, { halfPrecision: true });
    const read = decodeSafetensors(file).tensors['a'].values;
    expect(Array.from(read)).toEqual(Array.from(values, (value) => Math.f16round(value)));
    expect(file.length).toBeLessThan(14_000 + 100);
  });

  it('refuses to write what cannot be read back', () => {
    const one = (value: number): Record<string, { shape: number[]; values: Float32Array }> => ({
      a: { shape: [1], values: new Float32Array([value]) },
    });
    expect(() => encodeSafetensors({ a: { shape: [3], values: new Float32Array(2) } })).toThrow(
      /"a" of shape \[3\] cannot hold 2 values/,
    );
    expect(() => encodeSafetensors(one(NaN))).toThrow(/"a" holds NaN, which F32 cannot store/);
    expect(() => encodeSafetensors(one(65520), { halfPrecision: true })).toThrow(/F16 cannot store/);
    expect(() => encodeSafetensors({ __metadata__: { shape: [], values: new Float32Array(1) } })).toThrow(
      /called/,
    );
  });

  it.each<[string, Uint8Array<ArrayBuffer>, RegExp]>([
    ['an empty file', new Uint8Array(0), /only 0 bytes/],
    [
      'a page of HTML',
      new TextEncoder().encode('<!doctype html><title>404</title>'),
      /header should take \d+ bytes/,
    ],
    ['a header cut short', fileOf({ a: entry([1], 0, 4) }, 0).slice(0, 20), /but only 12 follow/],
    ['a header that is not JSON', fileOf('{"a":', 0), /header is not JSON/],
    ['a header that is not text', fileOf('{}', 0).fill(0xff, 8), /header is not JSON/],
    ['a header that is a list', fileOf([1], 0), /not a JSON object/],
    ['an entry that is no object', fileOf({ a: 3 }, 0), /entry of tensor "a" is not an object/],
    ['an unknown type', fileOf({ a: entry([1], 0, 2, 'BF16') }, 2), /"a" has the type BF16/],
    ['a negative size', fileOf({ a: entry([-1], 0, 4) }, 4), /"a" has no valid shape/],
    ['numbers cut short', fileOf({ a: entry([2], 0, 8) }, 7), /"a" lies outside the 7 bytes/],
    ['places the wrong way round', fileOf({ a: entry([1], 4, 0) }, 4), /"a" lies outside/],
    ['a shape that needs more', fileOf({ a: entry([3], 0, 8) }, 8), /\[3\] needs 12 bytes, not 8/],
    [
      'tensors that overlap',
      fileOf({ a: entry([1], 0, 4), b: entry([1], 2, 6) }, 6),
      /overlap or leave a gap at byte 4/,
    ],
    ['a gap', fileOf({ a: entry([1], 0, 4), b: entry([1], 8, 12) }, 12), /leave a gap at byte 4/],
    ['bytes left over', fileOf({ a: entry([1], 0, 4) }, 9), /5 bytes at its end belong to no tensor/],
    ['metadata that is no text', fileOf({ __metadata__: { step: 3 } }, 0), /something other than text/],
    ['a number that is not finite', fileOf({ a: entry([1], 0, 4) }, 4).fill(0xff, -4), /"a" holds NaN/],
  ])('explains %s', (_, file, message) => {
    expect(() => decodeSafetensors(file)).toThrow(/^Not a valid safetensors file: /);
    expect(() => decodeSafetensors(file)).toThrow(message);
  });
});
