import type { Element, ElementContent, Text } from 'hast';
import type { ShikiConfig } from 'astro';

/** The few kinds of token that a listing marks; everything else is plain ink. The key is what Shiki's theme calls them. */
const kinds: Readonly<Record<string, string>> = {
  'token-comment': 'token-comment',
  'token-keyword': 'token-keyword',
  'token-string': 'token-string',
  'token-string-expression': 'token-string',
};

/** Names that mean an actor, which has one colour in diagrams, formulas, listings and plots. */
const actors: Readonly<Record<string, string>> = {
  clean: 'data',
  data: 'data',
  noise: 'noise',
  denoiser: 'model',
  samples: 'sample',
  score: 'score',
  label: 'label',
  loss: 'loss',
};

const actorName = new RegExp(`\\b(${Object.keys(actors).join('|')})\\b`);

/**
 * Makes a listing of few elements: classes instead of inline styles, no element around plain text or around a line. A
 * page of listings shrinks to a fifth, and its colours live in the style sheet, where both themes are.
 */
export const listingTokens: NonNullable<ShikiConfig['transformers']>[number] = {
  name: 'listing-tokens',
  pre(node) {
    node.properties.class = 'astro-code';
    delete node.properties.style;
  },
  code(node) {
    const lines = node.children.filter((line) => line.type === 'element');
    node.children = merged(
      lines.flatMap((line, index) => [...(index ? [text('\n')] : []), ...line.children.flatMap(token)]),
    );
  },
};

function token(node: ElementContent): ElementContent[] {
  if (node.type !== 'element') return [node];
  const variable = /var\(--astro-code-([\w-]+)\)/.exec(String(node.properties.style ?? ''))?.[1] ?? '';
  const kind = kinds[variable];
  return kind && !isOperator(kind, node) ? [marked(kind, node.children)] : node.children.flatMap(withActors);
}

/** The grammar calls `:` and `=` keywords too; as such they would only shout. */
const isOperator = (kind: string, { children: [only] }: Element): boolean =>
  kind === 'token-keyword' && only?.type === 'text' && !/[a-z]/.test(only.value);

/** Joins neighbours of one kind, also over the end of a line, so that a long comment is one element. */
function merged(nodes: readonly ElementContent[]): ElementContent[] {
  const result: ElementContent[] = [];
  for (const node of nodes) {
    const last = result.at(-1);
    const before = result.at(-2);
    const isGap = last?.type === 'text' && /^\s*$/.test(last.value);
    if (last?.type === 'text' && node.type === 'text') last.value += node.value;
    else if (isSame(last, node)) join(last, node);
    else if (isGap && isSame(before, node)) {
      result.pop();
      join(before, last, node);
    } else result.push(node);
  }
  return result;
}

function isSame(a: ElementContent | undefined, b: ElementContent): a is Element {
  return a?.type === 'element' && b.type === 'element' && a.properties.class === b.properties.class;
}

function join(first: Element, ...others: ElementContent[]): void {
  const contents = others.flatMap((other) => (other.type === 'element' ? other.children : [other]));
  first.children = merged([...first.children, ...contents]);
}

function withActors(node: ElementContent): ElementContent[] {
  if (node.type !== 'text') return [node];
  return node.value.split(actorName).map((word, index) => {
    return index % 2 ? marked(`actor actor-${actors[word]}`, [text(word)]) : text(word);
  });
}

const text = (value: string): Text => ({ type: 'text', value });

const marked = (className: string, children: ElementContent[]): Element => ({
  type: 'element',
  tagName: 'span',
  properties: { class: className },
  children,
});
