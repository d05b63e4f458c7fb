import { expect, test } from 'vitest';
import { filled, formatted } from '#lab/numbers';

test.each([
  [0.12345, 3, '0.123'],
  [12.345, 3, '12.3'],
  [1234.5, 3, '1235'],
  [1500, 3, '1500'],
  [-0.5, 2, '−0.50'],
  [0, 3, '0'],
  [0.00004036, 3, '4.04·10⁻⁵'],
  [NaN, 3, '–'],
])('%f with %i digits is %s', (value, digits, text) => expect(formatted(value, digits)).toBe(text));

test('a template takes numbers with their digits, words as they are, and a dash for what is missing', () => {
  const values: Record<string, unknown> = { step: 20, loss: 0.4567, note: 'fine' };
  expect(filled('{step}: {loss:2}, {note}, {other}', (field) => values[field])).toBe('20: 0.46, fine, –');
});
