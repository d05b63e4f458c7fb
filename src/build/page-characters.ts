/** Which characters the built pages show, so that fonts need to carry no others. */

/**
 * Characters that a page may show without holding them: what a demo writes while it runs, what a reader types, what a
 * style sheet inserts. Printable ASCII, and the punctuation and signs of technical prose.
 */
export const always =
  Array.from({ length: 0x7f - 0x20 }, (_, index) => String.fromCharCode(0x20 + index)).join('') +
  ' ©°±·×–—‘’“”…•←→−≈≠≤≥';

/** What a demo may write into the gaps of a formula. */
export const alwaysInFormulas = '0123456789.,+−-∞√‾ ';

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

/** What the formulas of a page are set in: their characters, and for single letters the italic ones that browsers put instead. */
export function formulaText(html: string): string {
  const formulas = [...html.matchAll(/<math\b[\s\S]*?<\/math>/g)].map(([formula]) => formula);
  const text = pageText(formulas.join(''));
  return text + [...new Set(text)].map(italic).join('');
}

/** First letters of the alphabets of mathematical italics, which follow Unicode's order of the plain ones. */
const alphabets = [
  { first: 'A', last: 'Z', italic: 0x1d434 },
  { first: 'a', last: 'z', italic: 0x1d44e },
  { first: 'Α', last: 'Ω', italic: 0x1d6e2 },
  { first: 'α', last: 'ω', italic: 0x1d6fc },
];

const special: Readonly<Record<string, string>> = {
  h: 'ℎ',
  '∂': '𝜕',
  ϵ: '𝜖',
  ϑ: '𝜗',
  ϕ: '𝜙',
  ϱ: '𝜚',
  ϖ: '𝜛',
  '∇': '𝛻',
};

function italic(letter: string): string {
  const alphabet = alphabets.find(({ first, last }) => letter >= first && letter <= last);
  if (special[letter] || !alphabet) return special[letter] ?? '';
  return String.fromCodePoint(alphabet.italic + letter.charCodeAt(0) - alphabet.first.charCodeAt(0));
}
