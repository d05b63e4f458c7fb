/**
 * Pictures moved by up to `reach` pixels each way, the unmoved among them: more examples from few, where a thing stays the same
 * thing wherever it stands.
 *
 * @param pictures [count * side * side], one after another, row by row
 * @param options `paper` is what comes in at the edges
 * @returns [(2 reach + 1)^2 * count * side * side]
 */
export function shifted(
  pictures: Float32Array,
  { side, reach, paper }: { side: number; reach: number; paper: number },
): Float32Array {
  const moves = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  const copies = moves.flatMap((down) =>
    moves.map((right) =>
      pictures.map((_, i) => {
        const [column, row] = [(i % side) - right, (Math.floor(i / side) % side) - down];
        const isInside = column >= 0 && column < side && row >= 0 && row < side;
        return isInside ? pictures[i - right - down * side] : paper;
      }),
    ),
  );
  return Float32Array.from(copies.flatMap((copy) => [...copy]));
}
