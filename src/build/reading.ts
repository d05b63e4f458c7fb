/** Words that a reader takes in per minute: technical prose is read at about 200. */
const wordsPerMinute = 200;
const minutesPerFormula = 0.1;
const minutesPerDemo = 2;

/**
 * Minutes that the main thread of an article asks for: its words, its displayed formulas, its demos; what is folded waits for
 * another time. `source` is MDX. At least one.
 */
export function readingMinutes(source: string): number {
  const unfolded = source.replace(/<(Deeper|Answer)\b[\s\S]*?<\/\1>/g, ' ');
  const formulas = unfolded.match(/\$\$[\s\S]*?\$\$/g) ?? [];
  const demos = unfolded.match(/<Demo\b/g) ?? [];
  const prose = unfolded
    .replace(/\$\$[\s\S]*?\$\$/g, ' ')
    .replace(/\$[^$\n]*\$/g, ' x ')
    .replace(/<\/?[A-Za-z][^>]*>/g, ' ')
    .replace(/\[@[^\]]*\]|\]\([^)]*\)/g, ' ');
  const words = prose.match(/[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu) ?? [];
  const minutes =
    words.length / wordsPerMinute + formulas.length * minutesPerFormula + demos.length * minutesPerDemo;
  return Math.max(1, Math.round(minutes));
}
