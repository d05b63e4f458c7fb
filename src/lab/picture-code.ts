/** Small grey pictures as text: one hexadecimal digit for each of the sixteen greys of a pixel, row by row. */
import { levelStep } from './ink.ts';

export const packed = (bytes: readonly number[]): string =>
  bytes.map((byte) => Math.round(byte / levelStep).toString(16)).join('');

/** The bytes that such a text holds; nothing where it is none. */
export const unpacked = (text: string): number[] | undefined =>
  /^[\da-f]*$/.test(text) ? Array.from(text, (digit) => parseInt(digit, 16) * levelStep) : undefined;

/** Whether a value is bytes for whole pictures of so many pixels. */
export function isPictures(value: unknown, pixels: number): value is number[] {
  const isByte = (byte: unknown): boolean =>
    Number.isInteger(byte) && Number(byte) >= 0 && Number(byte) <= 255;
  return Array.isArray(value) && value.length % pixels === 0 && value.every(isByte);
}
