import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseFrontmatter } from '@astrojs/markdown-remark';
import { describe, expect, it } from 'vitest';
import { parsePlanned, plannedFile, plannedTopics } from '#build/planned';
import { root } from '../../scripts/tools.mjs';
import { articlePaths } from '../../scripts/pages.ts';

const published = [{ id: 'introduction', prerequisites: [] }];
const topic = (slug: string, { title = 'A topic', needs = 'introduction' } = {}) =>
  `- slug: ${slug}\n  title: ${title}\n  summary: One line.\n  topic: technique\n  modalities: [text]\n  prerequisites: [${needs}]\n`;

describe('planned topics', () => {
  it('are read in the order of the file, with their lines', () => {
    const text = `# A remark.\n\n${topic('first')}\n${topic('second', { needs: 'first' })}`;
    expect(parsePlanned(text, published).map(({ slug, line }) => [slug, line])).toEqual([
      ['first', 3],
      ['second', 10],
    ]);
  });

  it('are none in a file of remarks', () => expect(parsePlanned('# All written.\n', published)).toEqual([]));

  it.each([
    [topic('one').replace('technique', 'trick'), '4 — "topic" does not fit'],
    [topic('one').replace('  summary: One line.\n', ''), '1 — "summary" is missing'],
    [topic('one') + topic('two').replace('modalities', 'modality'), '7 — "modalities" is missing'],
    [topic('introduction'), '1 — "introduction": there is such an article or topic already'],
    [topic('one', { needs: 'introdction' }), 'Did you mean "introduction"?'],
    [topic('a', { needs: 'b' }) + topic('b', { needs: 'a' }), 'its prerequisites form a circle'],
    ['slug: a\n', 'holds no list'],
    ['- slug: [\n', 'is no YAML'],
  ])('are refused with their place: %j', (text, message) => {
    expect(() => parsePlanned(text, published)).toThrow(message);
    expect(() => parsePlanned(text, published)).toThrow(plannedFile);
  });
});

describe('the introduction', () => {
  const folder = join(root, 'content/articles/introduction');
  const articles = articlePaths().map((path) => {
    const text = readFileSync(join(root, 'content/articles', path, 'index.mdx'), 'utf8');
    return { id: path.slice(0, -1), prerequisites: parseFrontmatter(text).frontmatter.prerequisites ?? [] };
  });
  const titles = plannedTopics(root, articles).map(({ title }) => title);

  it('lists the planned topics in its text', () => {
    const text = readFileSync(join(folder, 'index.mdx'), 'utf8');
    const named = [...text.matchAll(/^- \*\*([^*,]+)(?:,[^*]*)?\*\* \(planned\)/gm)].map((match) => match[1]);
    expect(named).toEqual(titles);
  });

  it('draws the planned topics in its map', () => {
    const drawing = readFileSync(join(folder, 'map.svg'), 'utf8');
    const labels = [...drawing.matchAll(/<text[^>]*>([^<]+)<\/text>\s*<text[^>]*>planned</g)];
    expect(labels.map((match) => match[1]).filter((label) => !label.startsWith('What'))).toEqual(titles);
  });
});
