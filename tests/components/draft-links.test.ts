import { describe, expect, it } from 'vitest';
import { draftLink } from '../../src/components/draft-links.ts';

const draft = { subject: 'Loss & noise?', body: 'β = 0 + 1\n"50 %" #2 & more' };

describe('a link to a draft', () => {
  it('holds every character of an e-mail, with the line ends of mail', () => {
    const link = draftLink('email', 'errors@example.org', draft);
    const [, to, subject, body] = /^mailto:([^?]+)\?subject=([^&]+)&body=([^&]+)$/.exec(link) ?? [];
    expect(to).toBe('errors@example.org');
    expect(decodeURIComponent(subject)).toBe(draft.subject);
    expect(decodeURIComponent(body)).toBe(draft.body.replace('\n', '\r\n'));
    expect(link).not.toMatch(/[\s"+#]/);
  });

  it('holds every character of an issue, and keeps what the address asks for', () => {
    const link = new URL(
      draftLink('issues', 'https://example.org/you/series/issues/new?template=error.md', draft),
    );
    expect(link.pathname).toBe('/you/series/issues/new');
    expect(Object.fromEntries(link.searchParams)).toEqual({
      template: 'error.md',
      title: draft.subject,
      body: draft.body,
    });
    expect(link.hash).toBe('');
  });
});
