import type { Root } from 'mdast';
import type { ArticleFile } from './article-file.ts';
import { attribute, components, setAttribute } from './components.ts';
import { glossaryIn, type Glossary } from './symbols.ts';
import { typeset } from './typesetting.ts';
import { AuthorError, placeOf, type Place } from './message.ts';

/** Attributes that are read as prose: plain text with `$formulas$`, `` `code` `` and *emphasis*. */
const prose: readonly (readonly [component: string, attribute: string])[] = [
  ['Figure', 'caption'],
  ['Demo', 'caption'],
  ['Deeper', 'title'],
  ['Worked', 'title'],
  ['Practice', 'title'],
  ['Predict', 'question'],
  ['Exercise', 'title'],
  ['Note', 'title'],
];

/** Replaces these attributes by safe HTML, which the components print as it is. */
export function typesetCaptions(tree: Root, { file, root }: ArticleFile): void {
  const glossary = glossaryIn(root);
  for (const [component, name] of prose) {
    for (const element of components(tree, component)) {
      const text = attribute(element, name);
      if (text !== undefined)
        setAttribute(element, name, proseHtml(text, { place: placeOf(file, element), glossary }));
    }
  }
}

interface Prose {
  readonly place: Place;
  readonly glossary: Glossary;
}

/** HTML of a line of prose; the only markup is `$formula$`, `` `code` `` and `*emphasis*`. */
export function proseHtml(text: string, { place, glossary }: Prose): string {
  if (text.includes('[@')) {
    throw new AuthorError(
      place,
      `the citation in "${text}" stands in an attribute. Expected it in the text of the element.`,
    );
  }
  return text
    .split(/(\$[^$]+\$|`[^`]+`|\*[^*]+\*)/)
    .map((piece, index) => (index % 2 ? marked(piece, { place, glossary }) : escaped(piece)))
    .join('');
}

function marked(piece: string, { place, glossary }: Prose): string {
  const inner = piece.slice(1, -1);
  if (piece[0] === '$') return typeset(inner, { displayed: false, place, glossary });
  return piece[0] === '`' ? `<code>${escaped(inner)}</code>` : `<em>${escaped(inner)}</em>`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign]);
