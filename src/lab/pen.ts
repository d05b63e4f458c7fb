/** A soft pen on a small picture. */
import { levelStep } from './ink.ts';

export type Spot = readonly [x: number, y: number];

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Pixels from the middle of a stroke to where its ink ends; over the last of them it fades. Across it lie 1.7 pixels of ink, as many
 * as across the strokes of MNIST's digits at 16 x 16.
 */
const reach = 1.35;

/**
 * Draws a stroke not quite two pixels across, with soft edges, from one spot to another. A pixel that had more ink keeps it.
 *
 * @param bytes width x height, row by row, from 0, paper, to 255, ink; changed in place
 * @param stroke where it begins and ends, in pixels from the top left corner of the picture
 */
export function drawStroke(
  bytes: number[],
  { width, height }: Size,
  [from, to]: readonly [Spot, Spot],
): void {
  for (let i = 0; i < width * height; i++) {
    const middle: Spot = [(i % width) + 0.5, Math.floor(i / width) + 0.5];
    const share = Math.max(0, Math.min(1, reach - distance(middle, from, to)));
    bytes[i] = Math.max(bytes[i], Math.round(share * 15) * levelStep);
  }
}

/** From a spot to the nearest one of the way between two others. */
function distance([x, y]: Spot, [fromX, fromY]: Spot, [toX, toY]: Spot): number {
  const [wayX, wayY] = [toX - fromX, toY - fromY];
  const length = wayX ** 2 + wayY ** 2;
  const part = length === 0 ? 0 : ((x - fromX) * wayX + (y - fromY) * wayY) / length;
  const near = Math.max(0, Math.min(1, part));
  return Math.hypot(x - fromX - near * wayX, y - fromY - near * wayY);
}
