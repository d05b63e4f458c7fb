/** What Temml builds of a formula, before it is written as MathML. */
export interface MathNode {
  /** Name of the element; absent for a text and for a list of nodes. */
  readonly type?: string;
  readonly text?: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly classes?: readonly string[];
  readonly style?: Readonly<Record<string, string>>;
  readonly children?: readonly MathNode[];
}

/** Elements whose first child is the base and whose other children are set smaller. */
const scripted = new Set(['msub', 'msup', 'msubsup', 'munder', 'mover', 'munderover', 'mmultiscripts']);

/** Attributes that say what MathML Core's dictionary of operators says anyway, or that it does not know. */
const needless = new Set(['fence', 'separator', 'accent']);

interface Around {
  /** Set smaller, as an index or an exponent: signs of operation stand without space there, as in TeX. */
  readonly inScript: boolean;
}

/** MathML of a formula with few elements and attributes; the style sheet of the formulas does the rest. */
export function mathMarkup(node: MathNode, around: Around = { inScript: false }): string {
  if (node.text !== undefined) return escaped(node.text);
  const children = withoutLonePrimes(node.children ?? []);
  const inside = children.map((child, index) => {
    const isIndex = index > 0 && scripted.has(node.type ?? '') && child.type !== 'mo';
    return mathMarkup(child, { inScript: around.inScript || isIndex });
  });
  if (node.type === undefined) return inside.join('');
  const opening = attributesOf(node, around);
  if (isOnlyWrapper(node, opening) && children.length === 1) return inside[0];
  return `<${node.type}${opening}>${inside.join('')}</${node.type}>`;
}

/** An element that groups, and that a single child does not need. */
const isOnlyWrapper = ({ type }: MathNode, opening: string): boolean =>
  (type === 'mrow' && opening === '') || (type === 'mpadded' && opening === ' lspace="0"');

/** Two primes are one sign: side by side they would stand too far apart. */
function withoutLonePrimes(children: readonly MathNode[]): readonly MathNode[] {
  const isPrime = ({ classes }: MathNode): boolean => classes?.includes('tml-prime') ?? false;
  if (children.length < 2 || !children.every(isPrime)) return children;
  const [first] = children;
  return [{ ...first, children: [{ text: '\u2032\u2033\u2034'[children.length - 1] ?? '\u2034' }] }];
}

function attributesOf(node: MathNode, { inScript }: Around): string {
  const attributes = Object.entries(node.attributes ?? {}).filter(([name]) => !isNeedless(node, name));
  if (isAccented(node)) attributes.push(['accent', 'true']);
  if (node.type === 'mo' && inScript && !('lspace' in (node.attributes ?? {}))) {
    attributes.push(['lspace', '0'], ['rspace', '0']);
  }
  const classes = (node.classes ?? []).filter((name) => name !== 'tml-display').join(' ');
  if (classes) attributes.push(['class', classes]);
  const style = styleOf(node);
  if (style) attributes.push(['style', style]);
  if (node.type === 'math' && breaks(node)) attributes.push(['class', 'wraps']);
  return attributes.map(([name, value]) => ` ${name}="${escaped(String(value))}"`).join('');
}

/** Whether an inline formula has places where a line may end: Temml then puts what may not be broken into rows. */
function breaks({ attributes, children = [] }: MathNode): boolean {
  const parts = children.flatMap((child) => (child.type === undefined ? (child.children ?? []) : [child]));
  return attributes?.display !== 'block' && parts.length > 1;
}

/** Brackets know their side; a sign must be told when it stands before a number instead of between two. */
const isNeedless = (node: MathNode, name: string): boolean =>
  needless.has(name) || (name === 'form' && node.attributes?.fence === 'true');

/** A bar, a hat or a tilde on a letter. */
function isAccented({ type, children = [] }: MathNode): boolean {
  const over = children[1];
  return type === 'mover' && over?.type === 'mo' && over.attributes?.stretchy === 'false';
}

/** Inline styles that a style sheet cannot say: sizes that an author asked for. */
function styleOf({ type, style = {} }: MathNode): string {
  if (type === 'math' || type === 'mo') return '';
  return Object.entries(style)
    .filter(([name, value]) => !(name.startsWith('padding') && value === '0em'))
    .map(([name, value]) => `${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}:${value}`)
    .join(';');
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign]);
