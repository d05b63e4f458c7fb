import { describe, expect, it } from 'vitest';
import { checkForms, completed, formOrigins } from '#build/form-services';

const endpoint = 'https://formspree.io/f/abcdwxyz';

describe('settings of forms', () => {
  it('may be left out, and get their defaults where a service is named', () => {
    expect(() => checkForms({})).not.toThrow();
    expect(completed({ endpoint })).toMatchObject({
      format: 'form',
      emailField: 'email',
      honeypot: '_gotcha',
    });
  });

  it.each([
    { feedback: { endpoint } },
    { feedback: { email: 'errors@example.org', issues: 'https://github.com/you/series/issues/new' } },
    {
      feedback: {
        endpoint: '/',
        hidden: { 'form-name': 'feedback' },
        attributes: { 'data-netlify': 'true' },
      },
    },
    { newsletter: { endpoint: 'http://127.0.0.1:4000/letters' } },
    {
      newsletter: {
        endpoint: 'https://example.us1.list-manage.com/subscribe/post?u=1&id=2',
        format: 'page',
        emailField: 'EMAIL',
        honeypot: 'b_1_2',
      },
    },
    {
      newsletter: {
        endpoint: 'https://assets.mailerlite.com/jsonp/1/forms/2/subscribe',
        emailField: 'fields[email]',
      },
    },
  ] as const)('pass: %o', (site) => {
    expect(() => checkForms(site)).not.toThrow();
  });

  it.each([
    [
      { feedback: { endpoint: 'http://example.org/f' } },
      'feedback.endpoint is "http://example.org/f". Expected an address that starts with https://.',
    ],
    [{ feedback: { endpoint: 'formspree.io/f/1' } }, 'feedback.endpoint is "formspree.io/f/1"'],
    [{ feedback: { endpoint: '//example.org/f' } }, 'feedback.endpoint is "//example.org/f"'],
    [
      { feedback: { endpoint, format: 'xml' } },
      'feedback.format is "xml". Expected one of "form", "json", "page".',
    ],
    [{ feedback: { email: 'mailto:errors@example.org' } }, 'feedback.email is "mailto:errors@example.org"'],
    [
      { feedback: { email: 'errors at example.org' } },
      'feedback.email is "errors at example.org". Expected an e-mail address',
    ],
    [{ feedback: { issues: 'javascript:alert(1)' } }, 'feedback.issues is "javascript:alert(1)"'],
    [{ newsletter: { endpoint: '' } }, 'newsletter.endpoint is ""'],
    [
      { newsletter: { endpoint, emailField: 'e mail' } },
      'newsletter is "e mail". Expected the name of a form field',
    ],
  ])('stop the build: %o', (site, message) => {
    expect(() => checkForms(site as Parameters<typeof checkForms>[0])).toThrow(message);
  });

  it('name the place', () => {
    expect(() => checkForms({ newsletter: { endpoint: 'ftp://example.org' } })).toThrow(/^src\/site\.ts — /);
  });
});

describe('origins for the policy of a page', () => {
  it('are those that forms lead to and scripts send to, each once', () => {
    const newsletter = {
      endpoint: 'https://buttondown.com/api/emails/embed-subscribe/you',
      format: 'page',
    } as const;
    expect(formOrigins({ feedback: { endpoint }, newsletter })).toEqual({
      action: ['https://formspree.io', 'https://buttondown.com'],
      connect: ['https://formspree.io'],
    });
    expect(formOrigins({ feedback: { endpoint }, newsletter: { endpoint } }).action).toEqual([
      'https://formspree.io',
    ]);
  });

  it('are none for paths of the site itself, drafts, or nothing at all', () => {
    expect(formOrigins({ feedback: { endpoint: '/' } })).toEqual({ action: [], connect: [] });
    expect(formOrigins({ feedback: { email: 'errors@example.org' } })).toEqual({ action: [], connect: [] });
    expect(formOrigins({})).toEqual({ action: [], connect: [] });
  });
});
