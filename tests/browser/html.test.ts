import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HtmlValidate } from 'html-validate';
import { describe, expect, it } from 'vitest';
import { root } from '../../scripts/tools.mjs';

const folder = join(root, 'dist');
const files = globSync('**/*.html', { cwd: folder }).sort();

const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:document'],
  rules: {
    // The policy of the site lets style attributes place and colour pictures; they cannot run anything.
    'no-inline-style': 'off',
    // Nothing comes from another origin, so there is nothing to hold against a hash.
    'require-sri': 'off',
    // WebKit takes a list without bullets for no list unless its role is said.
    'no-redundant-role': 'off',
    // A label with `for` labels that control alone; the rule also counts the output that it holds.
    'multiple-labeled-controls': 'off',
  },
});

/** What the validator finds in a page. */
async function faults(html: string): Promise<string[]> {
  const { results } = await validator.validateString(html);
  return results.flatMap(({ messages }) =>
    messages.map(({ ruleId, message, line, column }) => `${line}:${column} ${ruleId}: ${message}`),
  );
}

describe('the HTML of', () => {
  it.each(files)('%s is valid', async (name) => {
    expect(await faults(readFileSync(join(folder, name), 'utf8'))).toEqual([]);
  });
});

it('would be refused where it is not valid', async () => {
  const page =
    '<!doctype html><html lang="en"><head><title>A</title></head><body><p><div></div></p></body></html>';
  expect(await faults(page)).not.toEqual([]);
});
