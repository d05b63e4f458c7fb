/** An article's page as a feed carries it: its text and formulas, with pictures in place of what needs the page. */
import type { Element, ElementContent, Root, RootContent } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { toHtml } from 'hast-util-to-html';

export interface FeedPlace {
  /** Full address of the article's page. */
  readonly address: string;
  /** Full address of the folder with the article's pictures, with a slash at its end. */
  readonly pictures: string;
  readonly words: { readonly openDemo: string; readonly demo: string };
}

/** What a feed keeps; other elements give way to what they hold. Formulas are kept whole. */
const kept = new Set(
  (
    'a abbr b blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img ins kbd ' +
    'li mark ol p pre q s samp section small strong sub summary sup table tbody td tfoot th thead time tr ul var'
  ).split(' '),
);

/** What only the page can do, or what only finds one's way in it. */
const dropped = new Set(
  'script style noscript template form fieldset button input select textarea label output progress nav svg link'.split(
    ' ',
  ),
);
const droppedClasses = new Set(['anchor', 'backlinks', 'visually-hidden', 'demo-state', 'badge']);

const attributes = new Set(
  'href src alt width height title dateTime colSpan rowSpan start open lang dir cite'.split(' '),
);
/** Not `accent`: without a face for mathematics, a bar that is set as an accent lies on its letter. */
const mathAttributes =
  /^(display|mathvariant|stretchy|fence|separator|lspace|rspace|width|height|depth|voffset|scriptlevel|displaystyle|linethickness|columnalign|rowalign|columnspan|rowspan|minsize|maxsize|movablelimits|largeop|symmetric|form|alttext)$/i;

/** The text of a built article page, from its insight to its references, as HTML with full addresses. */
export function feedContent(html: string, place: FeedPlace): string {
  const page = fromHtml(html);
  const parts = [isInsight, isBody, isReferences].map((is) => found(page, is));
  const children = parts.flatMap((part) => (part ? cleaned(part, place) : []));
  return toHtml({ type: 'root', children }, { closeSelfClosing: true })
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const isInsight = (element: Element): boolean => hasClass(element, 'insight');
const isBody = (element: Element): boolean => hasClass(element, 'article-body');
const isReferences = (element: Element): boolean => hasClass(element, 'references');

const classesOf = ({ properties }: Element): readonly (string | number)[] =>
  Array.isArray(properties.className) ? properties.className : [];

const hasClass = (element: Element, name: string): boolean => classesOf(element).includes(name);

function found(node: Root | Element, is: (element: Element) => boolean): Element | undefined {
  for (const child of node.children) {
    if (child.type !== 'element') continue;
    const match = is(child) ? child : found(child, is);
    if (match) return match;
  }
  return undefined;
}

function cleaned(node: RootContent, place: FeedPlace): ElementContent[] {
  if (node.type === 'text') return [node];
  if (node.type !== 'element' || isDropped(node)) return [];
  if (node.tagName === 'math') return [withAttributes(node, node.children.flatMap(mathOnly), isOfMath)];
  if (node.tagName === 'demo-lab') return [demo(node, place)];
  const picture = node.tagName === 'figure' ? figure(node, place) : undefined;
  if (picture) return [picture];
  const children = node.children.flatMap((child) => cleaned(child, place));
  if (!kept.has(node.tagName)) return children;
  return [
    resolved(
      withAttributes(node, children, (name) => attributes.has(name)),
      place,
    ),
  ];
}

function isDropped(element: Element): boolean {
  const { tagName, properties } = element;
  const isBibtex =
    tagName === 'details' && found(element, ({ properties: { id } }) => /^bibtex-/.test(String(id)));
  return (
    dropped.has(tagName) ||
    properties.hidden === true ||
    Boolean(isBibtex && !found(element, ({ tagName }) => tagName === 'ol')) ||
    classesOf(element).some((name) => droppedClasses.has(String(name)))
  );
}

const isOfMath = (name: string): boolean => mathAttributes.test(name);

/** Annotations in other languages than MathML are left out: readers that know no MathML would print them as text. */
function mathOnly(node: ElementContent): ElementContent[] {
  if (node.type === 'text') return [node];
  if (node.type !== 'element' || node.tagName.startsWith('annotation')) return [];
  return [withAttributes(node, node.children.flatMap(mathOnly), isOfMath)];
}

function withAttributes(
  { type, tagName, properties }: Element,
  children: ElementContent[],
  isKept: (name: string) => boolean,
): Element {
  const own = Object.entries(properties).filter(([name]) => isKept(name));
  return { type, tagName, properties: Object.fromEntries(own), children };
}

/** A link within the page leads to the page. */
function resolved(element: Element, { address }: FeedPlace): Element {
  for (const name of ['href', 'src', 'cite']) {
    const value = element.properties[name];
    if (typeof value === 'string' && !value.startsWith('data:'))
      element.properties[name] = new URL(value, address).href;
  }
  return element;
}

/** The recorded picture of a demo, and the way to the demo itself. */
function demo(node: Element, place: FeedPlace): Element {
  const id = String(node.properties.id);
  const link = `${place.address}#${id}`;
  const caption = found(node, ({ tagName }) => tagName === 'figcaption');
  const said = caption ? caption.children.flatMap((child) => cleaned(child, place)) : [];
  const title = caption && found(caption, (element) => hasClass(element, 'caption'));
  const alt = place.words.demo.replace('{caption}', textOf(title ?? node).trim());
  const open = h('p', {}, [h('a', { href: link }, [{ type: 'text', value: place.words.openDemo }])]);
  const picture = h('a', { href: link }, [h('img', { src: `${place.pictures}${id}.png`, alt }, [])]);
  return h('figure', {}, [h('p', {}, [picture]), h('figcaption', {}, [...said, open])]);
}

/** A drawing as a picture; nothing where the figure is none. */
function figure(node: Element, place: FeedPlace): Element | undefined {
  const { id } = node.properties;
  const svg = node.children.find((child) => child.type === 'element' && child.tagName === 'svg');
  if (!svg || svg.type !== 'element' || typeof id !== 'string') return undefined;
  const alt = ['title', 'desc']
    .map((name) => textOf(found(svg, ({ tagName }) => tagName === name)).trim())
    .filter(Boolean)
    .join('. ');
  const [, , width] = String(svg.properties.viewBox).split(/\s+/);
  const picture = h('img', { src: `${place.pictures}${id}.png`, alt, width }, []);
  const rest = node.children.filter((child) => child !== svg).flatMap((child) => cleaned(child, place));
  return h('figure', {}, [h('p', {}, [picture]), ...rest]);
}

const h = (tagName: string, properties: Element['properties'], children: ElementContent[]): Element => ({
  type: 'element',
  tagName,
  properties,
  children,
});

function textOf(node: ElementContent | undefined): string {
  if (node?.type === 'text') return node.value;
  return node?.type === 'element' ? node.children.map(textOf).join('') : '';
}
