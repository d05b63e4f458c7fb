/** A formula as a line of text, for places that can show nothing else: `x_t`, `β_(t−1)`, `1/2`. */

const sign = '<m[inso]\\b[^>]*>([^<]*)</m[inso]>';
const made = (text: string): string => `<mi>${text}</mi>`;
/** In brackets, unless it is one sign. */
const grouped = (text: string): string => ([...text].length > 1 ? `(${text})` : text);
const raised = (text: string): string => (/^[′″‴]$/.test(text) ? text : `^${grouped(text)}`);
/** Signs above a letter, as characters that combine with it. */
const accents: Readonly<Record<string, string>> = {
  '‾': '\u0304',
  '~': '\u0303',
  '˜': '\u0303',
  '^': '\u0302',
  ˆ: '\u0302',
};

/** Each rule turns an element whose children are single signs into one sign. */
const rules: readonly (readonly [RegExp, (...parts: string[]) => string])[] = [
  [of('mover', 2), (base, accent) => base + (accents[accent] ?? accent)],
  [of('msub', 2), (base, sub) => `${base}_${grouped(sub)}`],
  [of('msup', 2), (base, sup) => base + raised(sup)],
  [of('msubsup', 3), (base, sub, sup) => `${base}_${grouped(sub)}${raised(sup)}`],
  [of('mfrac', 2), (above, below) => `${grouped(above)}/${grouped(below)}`],
  [of('msqrt', 1), (inner) => `√${grouped(inner)}`],
];
const row = new RegExp(`<mrow\\b[^>]*>((?:\\s*${sign})*)\\s*</mrow>`, 'g');

function of(name: string, count: number): RegExp {
  return new RegExp(`<${name}\\b[^>]*>${`\\s*${sign}`.repeat(count)}\\s*</${name}>`, 'g');
}

/** The text of a MathML formula; nothing where a line of text would not say what it says. */
export function plainFormula(mathml: string): string | undefined {
  let text = mathml.replace(/<annotation\b[\s\S]*?<\/annotation>/g, '').replace(/[\u2061-\u2064]/g, '');
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replace(row, (_, inner: string) => made(signsOf(inner)));
    for (const [pattern, line] of rules) text = text.replace(pattern, (_, ...parts) => made(line(...parts)));
  }
  return /<m(?:frac|sqrt|root|sub|sup|under|over|table|multi)/.test(text) ? undefined : signsOf(text);
}

const signsOf = (mathml: string): string => mathml.replace(/<[^>]*>/g, '').replace(/\s+/g, '');
