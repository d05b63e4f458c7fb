import { describe, expect, it } from 'vitest';
import { changeDays, changesOf } from '#build/changes';

const change = (day: string, text: string) => ({ date: new Date(day), text });
const article = (slug: string, ...changes: ReturnType<typeof change>[]) => ({ data: { slug, changes } });

describe('the changes of an article', () => {
  const one = article(
    'one',
    change('2026-01-02', 'second of the day'),
    change('2026-01-02', 'first of the day'),
    change('2026-03-01', 'newest'),
  );

  it('stand newest first, each with an id of its own', () => {
    expect(changesOf(one).map(({ text, id }) => [text, id])).toEqual([
      ['newest', 'change-2026-03-01'],
      ['second of the day', 'change-2026-01-02-2'],
      ['first of the day', 'change-2026-01-02'],
    ]);
  });

  it('keep their ids when another comes on the same day', () => {
    const { changes } = one.data;
    const later = article('one', change('2026-01-02', 'third of the day'), ...changes);
    const ids = new Map(changesOf(later).map(({ text, id }) => [text, id]));
    for (const { text, id } of changesOf(one)) expect(ids.get(text)).toBe(id);
    expect(new Set(ids.values()).size).toBe(4);
  });
});

describe('the changes of all articles', () => {
  it('are grouped by day, newest first', () => {
    const days = changeDays([
      article('one', change('2026-01-02', 'a'), change('2026-01-01', 'b')),
      article('two', change('2026-01-02', 'c'), change('2026-02-01', 'd')),
    ]);
    expect(
      days.map(({ date, changes }) => [date.toISOString().slice(0, 10), changes.map(({ text }) => text)]),
    ).toEqual([
      ['2026-02-01', ['d']],
      ['2026-01-02', ['a', 'c']],
      ['2026-01-01', ['b']],
    ]);
  });
});
