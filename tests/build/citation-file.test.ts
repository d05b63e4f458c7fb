import { parseFrontmatter } from '@astrojs/markdown-remark';
import { expect, it } from 'vitest';
import { citationFile } from '#build/citation-file';
import { site } from '#site';
import { textOf } from '../house/source-files.ts';

const written = await citationFile();

it('is what stands at the root of the project', async () => {
  await expect(written).toMatchFileSnapshot('../../CITATION.cff');
});

it('holds what Citation File Format 1.2.0 asks for, as YAML', () => {
  const { frontmatter: read } = parseFrontmatter(`---\n${written}---\n`);
  expect(read).toMatchObject({
    'cff-version': '1.2.0',
    title: site.name,
    type: 'software',
    version: JSON.parse(textOf('package.json')).version,
    license: site.licences.code,
    message: expect.stringMatching(/cite/),
  });
  expect(read.authors).toEqual([{ name: 'Demystify Generative Modeling contributors' }]);
  expect(new URL(read.url).protocol).toBe('https:');
});
