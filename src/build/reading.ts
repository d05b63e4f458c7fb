/** Words that a reader takes in per minute: technical prose is read at about 200. */
const wordsPerMinute = 200;
const minutesPerFormula = 0.2;
const minutesPerDemo = 3;

/** Minutes that an article asks for: its words, its displayed formulas, its demos. `source` is MDX. At least one. */
export function readingMinutes(source: string): number {
  const formulas = source.match(/\$\$[\s\S]*?\$\$/g) ?? [];
  const demos = source.match(/<Demo\b/g) ?? [];
  const prose = source
    .replace(/\$\$[\s\S]*?\$\$/g, ' ')
    .replace(/<\/?[A-Za-z][^>]*>/g, ' ')
    .replace(/\[@[^\]]*\]|\]\([^)]*\)/g, ' ');
  const words = prose.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
  const minutes =
    words.length / wordsPerMinute + formulas.length * minutesPerFormula + demos.length * minutesPerDemo;
  return Math.max(1, Math.round(minutes));
}
