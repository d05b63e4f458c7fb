export interface Measure {
  /** Width of a piece of text. */
  readonly widthOf: (text: string) => number;
  /** Width that a line may have. */
  readonly width: number;
}

/** Breaks `text` at its spaces into lines that fit; a word that is wider than a line stands alone. */
export function brokenLines(text: string, { widthOf, width }: Measure): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.trim().split(/\s+/)) {
    const longer = line ? `${line} ${word}` : word;
    const fits = line === '' || widthOf(longer) <= width;
    if (!fits) lines.push(line);
    line = fits ? longer : word;
  }
  return line ? [...lines, line] : lines;
}

/** The first `count` lines of a text; the last of them says that something is left out. */
export function firstLines(lines: readonly string[], count: number): string[] {
  if (lines.length <= count) return [...lines];
  const kept = lines.slice(0, count);
  return [...kept.slice(0, -1), `${kept[count - 1].replace(/[\s.,;:]*$/, '')} …`];
}
