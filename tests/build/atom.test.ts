import { parseFeed } from '@rowanmanning/feed-parser';
import { describe, expect, it } from 'vitest';
import { atomFeed, escaped, type AtomFeed } from '#build/atom';

const feed: AtomFeed = {
  id: 'https://example.org/',
  title: 'Signals & noise',
  subtitle: 'All of it',
  self: 'https://example.org/feed.xml',
  alternate: 'https://example.org/',
  authors: [{ name: 'Ada Lovelace', url: 'https://example.org/ada' }],
  language: 'en',
  entries: [
    {
      id: 'https://example.org/old/',
      title: 'Old',
      url: 'https://example.org/old/',
      updated: new Date('2026-01-02'),
    },
    {
      id: 'https://example.org/new/',
      title: 'New < newer',
      url: 'https://example.org/new/?a=1&b=2',
      published: new Date('2026-01-01'),
      updated: new Date('2026-02-03'),
      authors: [{ name: 'Alan Turing' }],
      categories: ['diffusion', '"quoted"'],
      summary: 'One line.',
      content: '<p>x &lt; y &amp; "z"</p>',
    },
  ],
};

describe('atomFeed', () => {
  const read = parseFeed(atomFeed(feed)).toJSON();

  it('is read back by a feed parser, newest first', () => {
    expect(read.meta).toEqual({ type: 'atom', version: '1.0' });
    expect(read).toMatchObject({
      title: 'Signals & noise',
      language: 'en',
      self: 'https://example.org/feed.xml',
      url: 'https://example.org/',
      updated: '2026-02-03T00:00:00.000Z',
    });
    expect(read.items.map(({ title }) => title)).toEqual(['New < newer', 'Old']);
  });

  it('keeps every field of an entry', () => {
    const [entry] = read.items;
    expect(entry).toMatchObject({
      id: 'https://example.org/new/',
      url: 'https://example.org/new/?a=1&b=2',
      published: '2026-01-01T00:00:00.000Z',
      updated: '2026-02-03T00:00:00.000Z',
      description: 'One line.',
      // The parser decodes once more than it should: what it read as text was markup of the content.
      content: '<p>x < y & "z"</p>',
    });
    expect(atomFeed(feed)).toContain('>&lt;p&gt;x &amp;lt; y &amp;amp; &quot;z&quot;&lt;/p&gt;</content>');
    expect(entry.authors.map(({ name }) => name)).toEqual(['Alan Turing']);
    expect(entry.categories.map(({ term }) => term)).toEqual(['diffusion', '"quoted"']);
  });

  it('leaves out what an entry does not have', () => {
    const [, old] = atomFeed(feed).split('<entry>').slice(1);
    expect(old).not.toMatch(/<(summary|content|published|author|category)/);
  });

  it('refuses a feed without an author or a date', () => {
    expect(() => atomFeed({ ...feed, authors: [] })).toThrow(/no author. Expected at least one/);
    expect(() => atomFeed({ ...feed, entries: [] })).toThrow(/is empty. Expected an entry or a date/);
  });
});

it('writes no sign that XML does not allow', () => {
  expect(escaped('a\u0000\u000b\ufffe\t<b> "c" & ü𝒩')).toBe('a\t&lt;b&gt; &quot;c&quot; &amp; ü𝒩');
});
