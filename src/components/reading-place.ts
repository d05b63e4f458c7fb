/** Where a reader stands in each article: kept in this browser alone, and only where it lets sites keep something. */

export interface ReadingPlace {
  /** Address of the article's page, without a fragment. */
  readonly path: string;
  readonly title: string;
  /** Id and text of the last heading read. */
  readonly heading: string;
  readonly section: string;
  /** Share of the text that was reached, at the furthest. */
  readonly furthest: number;
  /** When, in milliseconds. */
  readonly time: number;
}

const key = 'reading';

/** The places by the article's slug; none where nothing is kept or may be kept. */
export function readingPlaces(): Map<string, ReadingPlace> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    const entries = Object.entries((kept ?? {}) as Record<string, Partial<ReadingPlace>>);
    return new Map(entries.filter((entry): entry is [string, ReadingPlace] => isPlace(entry[1])));
  } catch {
    return new Map();
  }
}

function isPlace(place: Partial<ReadingPlace> | null): place is ReadingPlace {
  const texts = [place?.path, place?.title, place?.heading, place?.section];
  const numbers = [place?.furthest, place?.time];
  return texts.every((one) => typeof one === 'string') && numbers.every(Number.isFinite);
}

/** Keeps a place; the furthest never falls. */
export function keepPlace(slug: string, place: ReadingPlace): void {
  const places = readingPlaces();
  const furthest = Math.max(place.furthest, places.get(slug)?.furthest ?? 0);
  places.set(slug, { ...place, furthest });
  try {
    localStorage.setItem(key, JSON.stringify(Object.fromEntries(places)));
  } catch {
    // Storage may be forbidden or full; then the place is not kept.
  }
}

/** Forgets every place. */
export function forgetPlaces(): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Where storage is forbidden, nothing was kept.
  }
}

/** The place of the article that was read last. */
export const lastPlace = (places: ReadonlyMap<string, ReadingPlace>): ReadingPlace | undefined =>
  [...places.values()].sort((a, b) => b.time - a.time)[0];
