/** Which characters the built pages show, so that fonts need to carry no others. */

/**
 * Characters that a page may show without holding them: what a demo writes while it runs, what a reader types, what a
 * style sheet inserts. Printable ASCII, and the punctuation and signs of technical prose.
 */
export const always =
  Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index)).join('') +
  ' ©°±·×–—‘’“”…•←→−≈≠≤≥';

/** What a demo may write into the gaps of a formula. */
export const alwaysInFormulas = '0123456789.,+−-∞ ';

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
};

const decoded = (text: string): string =>
  text.replace(/&(#x?[\da-f]+|\w+);/gi, (whole, code: string) =>
    code.startsWith('#') ? character(code.slice(1)) : (entities[code] ?? whole),
  );

/** The character that `955` or `x3bb` stands for. */
const character = (code: string): string =>
  String.fromCodePoint(/^x/i.test(code) ? Number.parseInt(code.slice(1), 16) : Number(code));

/** The text of a page, without its tags, scripts and styles. */
export const pageText = (html: string): string =>
  decoded(html.replace(/<(script|style)\b[^>]*>[\s\S]*?<\/\1>/gi, ' ').replace(/<[^>]*>/g, ' '));

/** The text that KaTeX sets on a page: what stands inside its `katex-html` spans. */
export function formulaText(html: string): string {
  let depth = 0;
  let text = '';
  for (const [piece] of html.matchAll(/<[^>]*>|[^<]+/g)) {
    if (depth === 0) depth = piece.startsWith('<span class="katex-html"') ? 1 : 0;
    else if (piece.startsWith('<span')) depth++;
    else if (piece.startsWith('</span')) depth--;
    else if (!piece.startsWith('<')) text += piece;
  }
  return decoded(text);
}
