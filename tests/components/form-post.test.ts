import { describe, expect, it } from 'vitest';
import { judged } from '../../src/components/form-post.ts';

/** What services answer, as their documentation shows it. */
describe('the answer of a service', () => {
  it.each([
    ['Formspree', 200, { next: '/thanks', ok: true }],
    ['Web3Forms', 200, { success: true, message: 'Email sent successfully!' }],
    ['Kit', 200, { status: 'success', redirect_url: null }],
    ['MailerLite', 200, { success: true }],
  ])('%s: taken', (_, status, answer) => {
    expect(judged(status, JSON.stringify(answer))).toEqual({ kind: 'sent' });
  });

  it.each([
    [
      'Formspree',
      422,
      { errors: [{ field: 'email', message: 'should be an email' }] },
      'should be an email.',
    ],
    ['Basin', 422, { error: 'The form is closed.' }, 'The form is closed.'],
    ['Web3Forms', 400, { success: false, body: { message: 'Invalid access key' } }, 'Invalid access key.'],
    ['MailerLite', 200, { success: false, errors: { fields: { email: ['is taken'] } } }, 'is taken.'],
    [
      'Kit',
      200,
      { status: 'failed', errors: { messages: ['No such form', 'Try again'] } },
      'No such form Try again.',
    ],
    ['no reason', 403, {}, ''],
  ])('%s: refused', (_, status, answer, said) => {
    expect(judged(status, JSON.stringify(answer))).toEqual({ kind: 'refused', status, said });
  });

  it('that is a page is judged by its status alone', () => {
    expect(judged(200, '<h1>Thanks</h1>')).toEqual({ kind: 'sent' });
    expect(judged(404, '<h1>Not found</h1>')).toEqual({ kind: 'refused', status: 404, said: '' });
    expect(judged(500, '<h1>Broken</h1>')).toEqual({ kind: 'fault', status: 500 });
  });

  it('is cut where it is long', () => {
    const outcome = judged(422, JSON.stringify({ error: 'no '.repeat(500) }));
    expect(outcome).toMatchObject({ kind: 'refused' });
    expect('said' in outcome && outcome.said.length).toBeLessThanOrEqual(301);
  });
});
