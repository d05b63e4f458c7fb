import { wordsOf, type Words } from '#words/words';
import type { ArticleFile } from './article-file.ts';
import type { Section } from './headings.ts';
import { AuthorError, didYouMean, placeOf } from './message.ts';

type Name = keyof Words['sections'];

/** Headings that must stand in this order; others may stand between and below them. */
interface Required<Text = string> {
  readonly text: Text;
  readonly children: readonly Required<Text>[];
}

const section = (text: Name, ...children: Required<Name>[]): Required<Name> => ({ text, children });

/** What every article of a shape holds: the What/Why/How framework, level by level, by its names in the catalogue. */
export const shapes = {
  algorithm: [
    section('what'),
    section('why'),
    section(
      'how',
      section(
        'components',
        section('data'),
        section('model', section('architecture'), section('forwardPass'), section('backwardPass')),
        section('lossFunction'),
      ),
      section('math'),
      section('metrics', section('trainingMetrics'), section('evaluationMetrics')),
      section(
        'coding',
        section('dataPreprocessing'),
        section('model'),
        section('lossFunction'),
        section('training'),
        section('sampling'),
      ),
    ),
    section('limitations'),
    section('recap'),
    section('exercises'),
    section('nextSteps'),
  ],
  introduction: [
    section('what'),
    section('why'),
    section('how'),
    section('limitations'),
    section('recap'),
    section('nextSteps'),
  ],
} as const satisfies Record<string, readonly Required<Name>[]>;

export type Shape = keyof typeof shapes;

export const isShape = (name: unknown): name is Shape => typeof name === 'string' && name in shapes;

/** Stops the build at the first required heading, in the article's language, that is missing or out of order. */
export function checkStructure(sections: readonly Section[], shape: Shape, article: ArticleFile): void {
  const { sections: words } = wordsOf(article.language);
  checkLevel(sections, inWords(shapes[shape], words), { file: article.file });
}

function inWords(required: readonly Required<Name>[], words: Words['sections']): Required[] {
  return required.map(({ text, children }) => ({ text: words[text], children: inWords(children, words) }));
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
