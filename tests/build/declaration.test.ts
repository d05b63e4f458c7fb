import { describe, expect, it } from 'vitest';
import { declaration, declarations } from '#build/declaration';

const source = `/** What the file is. */

import { a } from './a.ts';

/** Adds: [batch]. */
// by hand
export function sum(x: number, y: number): number {
  const total = x + y; // total
  return total;
}

/** A pair. */
export interface Pair {
  readonly first: number;
}

const one = 1,
  two = 2;
export class Thing {}
export type Word = string;
export function overloaded(a: number): void;
export function overloaded(a: string): void;
export function overloaded(): void {}
`;

describe('a declaration', () => {
  it('is printed as it stands, with the comments that touch it', () => {
    const start = source.indexOf('/** Adds');
    expect(declaration(source, 'sum')).toEqual({
      name: 'sum',
      line: 5,
      code: source.slice(start, source.indexOf('/** A pair') - 2),
    });
  });

  it('may be of any kind, exported or not', () => {
    expect(declarations(source).map(({ name }) => name)).toEqual([
      'sum',
      'Pair',
      'one',
      'two',
      'Thing',
      'Word',
      'overloaded',
    ]);
    expect(declaration(source, 'two')?.code).toBe('const one = 1,\n  two = 2;');
  });

  it('holds all its overloads', () => {
    expect(declaration(source, 'overloaded')?.code.split('\n')).toHaveLength(3);
  });

  it('is undefined when there is none of that name', () => {
    expect(declaration(source, 'total')).toBeUndefined();
  });

  it('leaves a comment of the file alone', () => {
    const [first] = declarations('/** The file. */\n\n/** One. */\nexport const one = 1;\n');
    expect(first.code).toBe('/** One. */\nexport const one = 1;');
  });
});
