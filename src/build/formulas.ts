import type { Nodes, Root } from 'mdast';
import type {} from 'remark-math';
import { visit } from 'unist-util-visit';
import { filled, wordsOf } from '#words/words';
import type { ArticleFile } from './article-file.ts';
import { AuthorError, placeOf, type Place } from './message.ts';
import type { Numbered } from './references.ts';
import { glossaryIn, lettersOf, symbolId, symbolsIn, type Glossary } from './symbols.ts';
import { typeset } from './typesetting.ts';

const labelPattern = /\\label\{([^}]*)\}/;

/**
 * Typesets every formula while building. A displayed one is numbered, stands in `.equation` and scrolls sideways in its own box
 * on a narrow screen; its number is its link, with the anchor `eq-jump` where the author wrote `\label{jump}`. Returns the
 * equations by label. A formula that does not parse stops the build.
 */
export function typesetFormulas(tree: Root, base: string, article: ArticleFile): Map<string, Numbered> {
  const glossary = glossaryIn(article.root);
  const labelled = new Map<string, Numbered>();
  let count = 0;
  const seen = new Set<string>();
  visit(tree, ['heading', 'math', 'inlineMath'], (node, index, parent) => {
    if (node.type === 'heading') seen.clear();
    if (node.type !== 'math' && node.type !== 'inlineMath') return;
    const place = placeOf(article.file, node);
    const displayed = node.type === 'math';
    const label = labelPattern.exec(node.value)?.[1];
    const html = typeset(node.value.replace(labelPattern, ''), { displayed, place, glossary });
    if (!displayed) {
      const inline = linked(html, { alone: loneSymbol(node.value, html), glossary, seen, base });
      const end = takenPunctuation(parent?.children[(index ?? 0) + 1]);
      node.data = {
        hName: 'span',
        hProperties: { className: ['formula'] },
        hChildren: raw(closed(inline, end)),
      };
      return;
    }
    const equation = { number: ++count, id: `eq-${label ?? count}` };
    if (label !== undefined) note(label, { equation, labelled, place });
    const hProperties = { className: ['equation'], id: equation.id };
    node.data = { hName: 'div', hProperties, hChildren: raw(boxed(html, equation, article)) };
  });
  return labelled;
}

/** The symbol that is all of an inline formula, but for an index. */
function loneSymbol(tex: string, html: string): string | undefined {
  const [name, ...others] = symbolsIn(html);
  return others.length === 0 && new RegExp(`^\\s*\\\\${name}\\s*(_(\\w|\\{[^}]*\\}))?\\s*$`).test(tex)
    ? name
    : undefined;
}

interface InlineFormula {
  readonly alone: string | undefined;
  readonly glossary: Glossary;
  /** Symbols that stand alone higher up in the section. */
  readonly seen: Set<string>;
  readonly base: string;
}

/** The first time that a symbol stands alone in a section, it is a link to its entry: the keyboard's way to it. */
function linked(html: string, { alone, glossary, seen, base }: InlineFormula): string {
  if (alone === undefined || seen.has(alone)) return html;
  seen.add(alone);
  const words = glossary.symbols.get(alone)?.words.replaceAll('"', '&quot;');
  const said = `aria-label="${lettersOf(html)}" aria-description="${words}"`;
  return `<a class="symbol" href="${base}glossary/#${symbolId(alone)}" ${said} data-symbol="${alone}">${html}</a>`;
}

/** Takes the sign that follows a formula out of the text: it stays with the formula when the line ends. */
function takenPunctuation(next: Nodes | undefined): string {
  if (next?.type !== 'text') return '';
  const sign = /^[.,;:!?)]+/.exec(next.value)?.[0] ?? '';
  next.value = next.value.slice(sign.length);
  return sign;
}

/** A formula that may go on in the next line takes the sign into its last line. */
const closed = (html: string, sign: string): string =>
  sign && html.startsWith('<math class="wraps"')
    ? html.replace(/<\/math>$/, `<mtext>${sign}</mtext></math>`)
    : html + sign;

interface Labelling {
  readonly equation: Numbered;
  readonly labelled: Map<string, Numbered>;
  readonly place: Place;
}

function note(label: string, { equation, labelled, place }: Labelling): void {
  if (!/^[a-z][a-z0-9-]*$/.test(label)) {
    throw new AuthorError(
      place,
      `the label "${label}" cannot be an anchor. Expected \\label{small-letters}.`,
    );
  }
  const first = labelled.get(label);
  if (first) {
    throw new AuthorError(
      place,
      `the label "${label}" is taken by equation ${first.number}. Expected one label an equation.`,
    );
  }
  labelled.set(label, equation);
}

function boxed(html: string, { number, id }: Numbered, { language }: ArticleFile): string {
  const name = filled(wordsOf(language).reference.equation, { number });
  return (
    `<div class="equation-box">${html}</div>` +
    `<a class="equation-number" href="#${id}" aria-label="${name}">(${number})</a>`
  );
}

/** `raw` is parsed by Astro's own rehype-raw, so no second HTML parser is needed. */
const raw = (value: string) => [{ type: 'raw', value } as unknown as { type: 'text'; value: string }];
