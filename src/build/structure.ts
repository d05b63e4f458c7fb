import type { ArticleFile } from './article-file.ts';
import type { Section } from './headings.ts';
import { AuthorError, didYouMean, placeOf } from './message.ts';

/** Headings that must stand in this order; others may stand between and below them. */
interface Required {
  readonly text: string;
  readonly children: readonly Required[];
}

const section = (text: string, ...children: Required[]): Required => ({ text, children });

/** What every article of a shape holds: the What/Why/How framework, level by level. */
export const shapes = {
  algorithm: [
    section('What'),
    section('Why'),
    section(
      'How',
      section(
        'Components',
        section('Data'),
        section('Model', section('Architecture'), section('Forward pass'), section('Backward pass')),
        section('Loss function'),
      ),
      section('Math'),
      section('Metrics', section('Training metrics'), section('Evaluation metrics')),
      section(
        'Coding',
        section('Data preprocessing'),
        section('Model'),
        section('Loss function'),
        section('Training'),
        section('Sampling'),
      ),
    ),
    section('Limitations'),
    section('Recap'),
    section('Exercises'),
    section('Next steps'),
  ],
  introduction: [
    section('What'),
    section('Why'),
    section('How'),
    section('Limitations'),
    section('Recap'),
    section('Next steps'),
  ],
} as const satisfies Record<string, readonly Required[]>;

export type Shape = keyof typeof shapes;

export const isShape = (name: unknown): name is Shape => typeof name === 'string' && name in shapes;

/** Stops the build at the first required heading that is missing or out of order. */
export function checkStructure(sections: readonly Section[], shape: Shape, { file }: ArticleFile): void {
  checkLevel(sections, shapes[shape], { file });
}

function checkLevel(found: readonly Section[], required: readonly Required[], { file, parent }: Level): void {
  const depth = (parent?.depth ?? 1) + 1;
  const others = found.filter((one) => !required.some(({ text }) => text === one.text));
  let reached = -1;
  for (const { text, children } of required) {
    const index = found.findIndex((candidate) => candidate.text === text);
    const after = found[reached];
    if (index < 0) throw missing(text, { file, parent, depth, after, others });
    if (index < reached) {
      const what = `the heading ${marked(text, depth)} stands before ${marked(after.text, depth)}`;
      const expected = `Expected it after, on or below line ${lineOf(after)}`;
      throw new AuthorError(placeOf(file, found[index].node), `${what}. ${expected}.`);
    }
    reached = index;
    checkLevel(found[index].children, children, { file, parent: found[index] });
  }
}

interface Level {
  readonly file: string;
  readonly parent?: Section;
}

interface Gap extends Level {
  readonly depth: number;
  readonly after?: Section;
  /** Headings of this level that nobody asked for: one of them may be the missing one, misspelt. */
  readonly others: readonly Section[];
}

function missing(text: string, { file, parent, depth, after, others }: Gap): AuthorError {
  const where = [
    parent && `under ${marked(parent.text, parent.depth)}`,
    after && `after ${marked(after.text, depth)}`,
  ].filter(Boolean);
  const names = others.map((one) => one.text);
  const near = didYouMean(text, names).replace('Did you mean', 'Is it');
  const place = after ?? parent;
  const explanation = `the heading ${marked(text, depth)} is missing. ${near}Expected it ${where.join(', ') || 'first'}.`;
  return new AuthorError(place ? placeOf(file, place.node) : { file, line: 1 }, explanation);
}

const marked = (text: string, depth: number): string => `"${'#'.repeat(depth)} ${text}"`;

const lineOf = ({ node }: Section): number | undefined => node.position?.start.line;
