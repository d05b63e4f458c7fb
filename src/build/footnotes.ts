import type { BlockContent, FootnoteDefinition, Paragraph, PhrasingContent, Root } from 'mdast';
import { visit, SKIP } from 'unist-util-visit';
import type { ArticleFile } from './article-file.ts';
import type { Use } from './components.ts';
import { AuthorError, placeOf, placeWithin } from './message.ts';

interface Footnotes {
  readonly file: string;
  readonly definitions: ReadonlyMap<string, FootnoteDefinition>;
  /** Those that the text has referred to, in that order: the n-th is note n. */
  readonly placed: Set<string>;
}

/**
 * Turns each footnote (`[^name]` and `[^name]: ...`) into a numbered note right after the paragraph that refers to it, so that
 * it is read where it belongs; wide screens show it in the margin. A footnote without a text, without a place or with two
 * places stops the build.
 */
export function placeFootnotes(tree: Root, { file }: ArticleFile): void {
  checkTexts(tree, file);
  const definitions = takeDefinitions(tree);
  const placed = new Set<string>();
  addNotes(tree, { file, definitions, placed });
  for (const [name, definition] of definitions) {
    if (placed.has(name)) continue;
    throw new AuthorError(
      placeOf(file, definition),
      `the footnote "${name}" is never referred to. Expected [^${name}] in the text.`,
    );
  }
}

/** A reference without a definition is plain text to the parser. */
function checkTexts(tree: Root, file: string): void {
  visit(tree, 'text', (node) => {
    const lonely = /\[\^([^\]\s]+)\]/.exec(node.value);
    if (!lonely) return;
    const problem = `the footnote "${lonely[1]}" has no text. Expected a paragraph that begins with [^${lonely[1]}]:`;
    throw new AuthorError(placeWithin(file, node, lonely.index), problem);
  });
}

function takeDefinitions(tree: Root): Map<string, FootnoteDefinition> {
  const definitions = new Map<string, FootnoteDefinition>();
  visit(tree, 'footnoteDefinition', (node, index, parent) => {
    if (index === undefined || !parent) return undefined;
    definitions.set(node.identifier, node);
    parent.children.splice(index, 1);
    return [SKIP, index];
  });
  return definitions;
}

/** Goes through the blocks of the article and of the components in it. */
function addNotes(parent: Root | Use, footnotes: Footnotes): void {
  const children = (parent.children as BlockContent[]).flatMap((block) => {
    if ((block as { type: string }).type === 'mdxJsxFlowElement') {
      addNotes(block as unknown as Use, footnotes);
      return [block];
    }
    const texts = referred(block, footnotes);
    return texts.length ? [block, noteOf(texts)] : [block];
  });
  parent.children = children;
}

/** Replaces the references within a block by numbered links and returns what they refer to. */
function referred(block: BlockContent, { file, definitions, placed }: Footnotes): BlockContent[] {
  const texts: BlockContent[] = [];
  visit(block, 'footnoteReference', (node, index, parent) => {
    const definition = definitions.get(node.identifier);
    if (index === undefined || !parent || !definition) return;
    if (placed.has(node.identifier)) {
      const problem = `the footnote "${node.identifier}" is referred to twice. Expected one place for each, because its text stands beside it.`;
      throw new AuthorError(placeOf(file, node), problem);
    }
    const number = placed.add(node.identifier).size;
    parent.children[index] = superscript(number, {
      id: `noted-${number}`,
      to: `note-${number}`,
      role: 'noteref',
    });
    texts.push(...numbered(definition, number));
  });
  return texts;
}

/** The text of a footnote, led by its number, which links back. */
function numbered({ children }: FootnoteDefinition, number: number): BlockContent[] {
  const back = superscript(number, { to: `noted-${number}`, role: 'backlink' });
  const [first, ...others] = children as BlockContent[];
  const isText = first?.type === 'paragraph';
  const lead: Paragraph = {
    type: 'paragraph',
    children: [back, { type: 'text', value: ' ' }, ...(isText ? first.children : [])],
    data: { hProperties: { id: `note-${number}` } },
  };
  return isText || !first ? [lead, ...others] : [lead, first, ...others];
}

interface Sign {
  readonly id?: string;
  readonly to: string;
  readonly role: 'noteref' | 'backlink';
}

const superscript = (number: number, { id, to, role }: Sign): PhrasingContent => ({
  type: 'emphasis',
  children: [
    {
      type: 'link',
      url: `#${to}`,
      children: [{ type: 'text', value: String(number) }],
      data: { hProperties: { id, role: `doc-${role}` } },
    },
  ],
  data: { hName: 'sup' },
});

const noteOf = (children: BlockContent[]): BlockContent =>
  ({ type: 'mdxJsxFlowElement', name: 'Note', attributes: [], children }) as unknown as BlockContent;
