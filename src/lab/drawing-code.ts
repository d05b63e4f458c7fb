/**
 * Points of a plane as text for an address: 4,095 levels on each axis, so that a coordinate is two letters of the alphabet of
 * base64url (RFC 4648, section 5) and a point is four. The middle level is exactly 0.
 */
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const highest = 4094;

/** The nearest place of the grid, from -extent to +extent: what is drawn there survives a journey as text unchanged. */
export const onGrid = (coordinate: number, extent: number): number =>
  placeOf(levelOf(coordinate, extent), extent);

/** x, y pairs, each coordinate from -extent to +extent, as text; what lies off the grid goes to its nearest place. */
export const packed = (points: readonly number[], extent: number): string =>
  points
    .map((coordinate) => levelOf(coordinate, extent))
    .map((level) => alphabet[level >> 6] + alphabet[level & 63])
    .join('');

/** The points again; nothing where the text is none of ours. */
export function unpacked(text: string, extent: number): number[] | undefined {
  if (text.length % 4 !== 0) return undefined;
  const levels = (text.match(/../g) ?? []).map(
    ([high, low]) => alphabet.indexOf(high) * 64 + alphabet.indexOf(low),
  );
  const known = /^[\w-]*$/.test(text) && levels.every((level) => level <= highest);
  return known ? levels.map((level) => placeOf(level, extent)) : undefined;
}

function levelOf(coordinate: number, extent: number): number {
  const level = Math.round((coordinate / extent + 1) * (highest / 2));
  return Math.max(0, Math.min(highest, level));
}

const placeOf = (level: number, extent: number): number => (level / (highest / 2) - 1) * extent;
