/** Pixel values as the pictures on a page need them: from [-1, 1] (paper to ink; what lies beyond is cut) to 0 .. 255. */
export function greys(values: ArrayLike<number>): Uint8Array {
  return Uint8Array.from({ length: values.length }, (_, i) =>
    Math.max(0, Math.min(255, Math.round((values[i] + 1) * 127.5))),
  );
}
