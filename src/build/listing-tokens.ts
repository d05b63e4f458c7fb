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
  encode: 'encoder',
  latent: 'latent',
  decode: 'decoder',
  generator: 'generator',
  generated: 'generator',
  critic: 'critic',
  scored: 'critic',
  samples: 'sample',
  score: 'score',
  label: 'label',
  loss: 'loss',
};

/**
 * Makes a listing of few elements: classes instead of inline styles, no element around plain text or around a line. A
 * page of listings shrinks to a fifth, and its colours live in the style sheet, where both themes are.
 */
export const listingTokens: NonNullable<ShikiConfig['transformers']>[number] = {
  name: 'listing-tokens',
  /** On a busy machine a line may take longer than half a second, after which it would be printed without its kinds and symbols. */
  preprocess(_, options) {
    options.tokenizeTimeLimit = 0;
  },
  pre(node) {
    node.properties.class = 'astro-code';
    delete node.properties.style;
  },
  code(node) {
    const lines = node.children.filter((line) => line.type === 'element');
    const symbols = symbolsOf(this.options.meta?.__raw);
    const token = (child: ElementContent): ElementContent[] => tokens(child, symbols);
    node.children = merged(
      lines.flatMap((line, index) => [...(index ? [text('\n')] : []), ...line.children.flatMap(token)]),
    );
  },
};

/** Symbol of the article by its name in the code, from what the block was given: `eta=freshness`. */
const symbolsOf = (meta = ''): ReadonlyMap<string, string> =>
  new Map([...meta.matchAll(/(\w+)=(\w+)/g)].map(([, word, symbol]) => [word, symbol]));

function tokens(node: ElementContent, symbols: ReadonlyMap<string, string>): ElementContent[] {
  if (node.type !== 'element') return [node];
  const variable = /var\(--astro-code-([\w-]+)\)/.exec(String(node.properties.style ?? ''))?.[1] ?? '';
  const kind = kinds[variable];
  return kind && !isOperator(kind, node)
    ? [marked({ class: kind }, node.children)]
    : node.children.flatMap((child) => withNames(child, symbols));
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
  return (
    a?.type === 'element' &&
    b.type === 'element' &&
    JSON.stringify(a.properties) === JSON.stringify(b.properties) &&
    !('data-symbol' in a.properties)
  );
}

function join(first: Element, ...others: ElementContent[]): void {
  const contents = others.flatMap((other) => (other.type === 'element' ? other.children : [other]));
  first.children = merged([...first.children, ...contents]);
}

/** Marks the names that mean an actor or a symbol; a name may be both. */
function withNames(node: ElementContent, symbols: ReadonlyMap<string, string>): ElementContent[] {
  if (node.type !== 'text') return [node];
  const names = new Set([...Object.keys(actors), ...symbols.keys()]);
  return node.value.split(/\b([A-Za-z]\w*)\b/).map((word, index) => {
    if (index % 2 === 0 || !names.has(word)) return text(word);
    const actor = actors[word] && `actor actor-${actors[word]}`;
    return marked({ class: actor, 'data-symbol': symbols.get(word) }, [text(word)]);
  });
}

const text = (value: string): Text => ({ type: 'text', value });

const marked = (properties: Element['properties'], children: ElementContent[]): Element => ({
  type: 'element',
  tagName: 'span',
  properties,
  children,
});
