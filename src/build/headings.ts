import Slugger from 'github-slugger';
import type { Heading, Root } from 'mdast';
import type {} from 'mdast-util-to-hast';
import { toString } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { wordsOf } from '#words/words';
import type { ArticleFile } from './article-file.ts';
import { AuthorError, placeOf } from './message.ts';

/** A heading with the headings below it. */
export interface Section {
  readonly text: string;
  /** 2 for `##`. */
  readonly depth: number;
  readonly id: string;
  readonly node: Heading;
  readonly children: Section[];
}

/**
 * The headings of an article as a tree, each given its id: a slug of the text for `##` and `###`; deeper ones lead with
 * their parent's id (`coding-model`), since "Model" may stand under several parents. Astro reads the same ids for the
 * table of contents.
 */
export function headingTree(tree: Root, { file }: ArticleFile): Section[] {
  const top: Section[] = [];
  const path: Section[] = [];
  const taken = new Map<string, Heading>();
  visit(tree, 'heading', (node) => {
    const text = toString(node).trim();
    while (path.length && path[path.length - 1].depth >= node.depth) path.pop();
    const parent = path.at(-1);
    checkDepth(node, { text, parent, file });
    const id = idOf(text, node.depth, parent);
    claim(id, { text, node, taken, file });
    const section = { text, depth: node.depth, id, node, children: [] };
    (parent?.children ?? top).push(section);
    path.push(section);
    node.data = { ...node.data, hProperties: { id } };
  });
  return top;
}

/** Puts a link to itself behind every heading: without words, so that the heading's text stays what the author wrote. */
export function linkHeadings(tree: Root, { language }: ArticleFile): void {
  const label = wordsOf(language).reference.section;
  visit(tree, 'heading', (node) => {
    const id = String(node.data?.hProperties?.id);
    const hProperties = { className: ['anchor'], ariaLabel: `${label}: ${toString(node).trim()}` };
    node.children.push({ type: 'link', url: `#${id}`, children: [], data: { hProperties } });
  });
}

function idOf(text: string, depth: number, parent: Section | undefined): string {
  const slug = new Slugger().slug(text);
  return depth > 3 && parent ? `${parent.id}-${slug}` : slug;
}

function checkDepth(
  node: Heading,
  { text, parent, file }: { text: string; parent?: Section; file: string },
): void {
  const place = placeOf(file, node);
  if (!text) throw new AuthorError(place, 'an empty heading. Expected words after the #.');
  if (node.depth === 1) {
    throw new AuthorError(
      place,
      `"# ${text}" is a second title. Expected "##" or deeper; the title comes from front matter.`,
    );
  }
  const expected = (parent?.depth ?? 1) + 1;
  if (node.depth <= expected) return;
  const above = parent ? `"${'#'.repeat(parent.depth)} ${parent.text}"` : 'the title';
  throw new AuthorError(
    place,
    `"${'#'.repeat(node.depth)} ${text}" skips a level. Expected "${'#'.repeat(expected)}" under ${above}.`,
  );
}

interface Claim {
  readonly text: string;
  readonly node: Heading;
  readonly taken: Map<string, Heading>;
  readonly file: string;
}

function claim(id: string, { text, node, taken, file }: Claim): void {
  const first = taken.get(id);
  if (first) {
    const line = first.position?.start.line;
    const what = `the heading "${text}" gets the id "${id}", which the heading on line ${line} already has`;
    throw new AuthorError(placeOf(file, node), `${what}. Expected a different wording for one of them.`);
  }
  taken.set(id, node);
}
