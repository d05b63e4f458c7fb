import temml from 'temml';
import { AuthorError, type Place } from './message.ts';
import { mathMarkup, type MathNode } from './mathml.ts';
import { checkSigns, macrosOf, nearSymbols, type Glossary } from './symbols.ts';

interface Typesetting {
  /** On a line of its own. */
  readonly displayed: boolean;
  readonly place: Place;
  readonly glossary: Glossary;
}

/**
 * MathML of one formula: browsers set it themselves, screen readers read it, and it is a tenth of what drawn markup weighs.
 * Symbols of the glossary carry `data-symbol`. Throws an AuthorError with the formula and what is wrong in it.
 */
export function typeset(tex: string, { displayed, place, glossary }: Typesetting): string {
  checkSigns(tex, glossary, place);
  return mathMarkup(parsed(tex, { displayed, place, glossary }));
}

function parsed(tex: string, { displayed, place, glossary }: Typesetting): MathNode {
  try {
    return temml.__renderToMathMLTree(tex, {
      displayMode: displayed,
      wrap: displayed ? 'none' : 'tex',
      macros: macrosOf(glossary),
      annotate: false,
      throwOnError: true,
      trust: ({ command }: { command: string }) => command === '\\data',
    }) as MathNode;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const unknown = /Unsupported function name: \\(\w+)/.exec(reason)?.[1];
    const expected = unknown ? nearSymbols(unknown, glossary) : 'Expected TeX that Temml supports.';
    throw new AuthorError(place, `"${tex.trim()}" cannot be typeset: ${reason.split('\n')[0]} ${expected}`);
  }
}
