/** Drawings of the pages take their colours from the page. Here they get those of the paper, to stand on their own. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const sheet = (name: string): string => readFileSync(join(process.cwd(), 'src/styles', name), 'utf8');
/** What kinds of views have of their own to say about looks. */
const kindSheets = (): string[] =>
  globSync(join(process.cwd(), 'src/lab/views/*.css')).map((path) => readFileSync(path, 'utf8'));

/** The light theme's colours by name: `--ink` is `#1d1c1a`. */
export function paperColours(sheets = [sheet('tokens.css'), ...kindSheets()]): Map<string, string> {
  const light = sheets.map((one) => /:root\s*\{([^}]*)\}/.exec(one)?.[1]).join('');
  const colours = [...light.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6})\b/gi)];
  return new Map(colours.map(([, name, colour]) => [name, colour]));
}

/** `markup` with every `var(--ink)` replaced by its colour; the actor's is the colour that its class hands down. */
export function withPaperColours(markup: string, colours: ReadonlyMap<string, string>): string {
  return markup
    .replaceAll('var(--actor)', 'currentColor')
    .replaceAll('var(--sans)', 'Inter')
    .replace(/var\((--[\w-]+)\)/g, (whole, name: string) => colours.get(name) ?? whole);
}

/** The style sheet of a drawing that stands on its own: colours by actor, and what is said of the demos' pictures. */
export function stillStyle(
  colours = paperColours(),
  lab = [sheet('lab.css'), ...kindSheets()].join('\n'),
): string {
  const actors = [...colours].filter(([name]) => name.startsWith('--actor-'));
  const rules = [...lab.matchAll(/^\.view-[^{}]*\bsvg (?:path|text)[^{}]*\{[^}]*\}/gm)].map(([rule]) => rule);
  const own = actors.map(([name, colour]) => `.${name.slice(2)} { color: ${colour}; }`);
  return withPaperColours([...own, ...rules].join('\n'), colours);
}

/** Letters with accents of their own, arrows and operators, which the texts' faces lack. */
const signs = /\p{L}\p{M}+|[\u2016\u2190-\u2211\u2213-\u22ff]+/gu;

/**
 * Signs of mathematics set in the formulas' face. A browser finds that face for each character; here a text would lose its
 * own face to it, or the accent its letter.
 */
export const withSigns = (svg: string): string =>
  svg.replace(/>[^<]+</g, (text) =>
    text
      .replace(/[\u1f00-\u1fff]/g, (letter) => letter.normalize('NFD'))
      .replace(signs, (sign) => `<tspan font-family="STIX Two Math">${sign}</tspan>`),
  );

/** An SVG of the page as a drawing of its own, on paper, in the size of its viewBox, which starts at 0 0. */
export function stillSvg(svg: string): string {
  const opening = /<svg\b[^>]*>/.exec(svg)?.[0] ?? '';
  const box = /\bviewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(opening);
  if (!box) throw new Error('The drawing has no viewBox of the form "0 0 width height". Expected one.');
  const name = opening.includes('xmlns=') ? '' : 'xmlns="http://www.w3.org/2000/svg"';
  const size = `${name} width="${box[1]}" height="${box[2]}" color="var(--ink)" font-family="Inter"`;
  const start = opening.replace(/\sstyle="[^"]*"/, '').replace('<svg', `<svg ${size}`);
  const paper = '<rect width="100%" height="100%" fill="var(--paper)"/>';
  const drawing = withSigns(svg.slice(svg.indexOf(opening) + opening.length));
  return withPaperColours(`${start}<style>${stillStyle()}</style>${paper}${drawing}`, paperColours());
}
