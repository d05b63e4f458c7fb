import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { formulaText, pageText } from '#build/page-characters';
import { fontFamilies, slimFonts, withWoff2Only } from '#build/slim-fonts';

const page = `<p>Caf&eacute; &#955;</p><script>const hidden = 'ж'</script>
<span class="formula"><math><mi>α</mi><mo>&lt;</mo><mi>h</mi></math></span> prose`;

const mathFont = 'node_modules/@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2';

const face = (family: string, file: string) =>
  `@font-face{font-family:${family};src:url(/base/_astro/${file}.abcd1234.woff2) format("woff2"),url(/base/_astro/${file}.efgh5678.ttf) format("truetype")}`;

describe('characters of a page', () => {
  it('are its words without tags and scripts', () => {
    expect(pageText(page)).toContain('λ');
    expect(pageText(page)).not.toMatch(/hidden|ж|formula/);
  });

  it('are, for formulas, their signs and the italics that browsers set letters in', () => {
    expect([...formulaText(page)].filter((sign) => sign !== ' ').sort()).toEqual([...'α<h𝛼ℎ'].sort());
  });
});

describe('style sheets', () => {
  it('tell the family of each file', () => {
    expect([...fontFamilies(face('Some Math', 'main') + face('"Serif"', 'text'))]).toEqual([
      ['main.abcd1234.woff2', 'Some Math'],
      ['text.abcd1234.woff2', 'Serif'],
    ]);
  });

  it('keep WOFF2 alone', () => {
    expect(withWoff2Only(face('A', 'a'))).toBe(
      '@font-face{font-family:A;src:url(/base/_astro/a.abcd1234.woff2) format("woff2")}',
    );
  });
});

describe('slimFonts', () => {
  it('sees style sheets that stand in a page', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slim-fonts-'));
    const font = await readFile(mathFont);
    await writeFile(join(folder, 'math.abcd1234.woff2'), font);
    await writeFile(join(folder, 'index.html'), `<style>${face('Some Math', 'math')}</style>${page}`);
    const done = slimFonts().hooks['astro:build:done'] as (given: { dir: URL }) => Promise<void>;
    await done({ dir: pathToFileURL(`${folder}/`) });
    const [slim] = (await readdir(folder)).filter((name) => name.endsWith('.woff2'));
    const html = await readFile(join(folder, 'index.html'), 'utf8');
    expect(html).toContain(slim);
    expect(html).not.toContain('truetype');
    expect((await readFile(join(folder, slim))).length).toBeLessThan(font.length / 4);
  });

  it('shrinks fonts, renames what changed and leaves no link behind', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'slim-fonts-'));
    const font = await readFile(mathFont);
    await writeFile(join(folder, 'math.abcd1234.woff2'), font);
    await writeFile(join(folder, 'math.efgh5678.ttf'), 'old');
    await writeFile(join(folder, 'page.abcd1234.css'), face('Some Math', 'math'));
    await writeFile(join(folder, 'index.html'), `<link href="/page.abcd1234.css">${page}`);
    const done = slimFonts().hooks['astro:build:done'] as (given: { dir: URL }) => Promise<void>;
    await done({ dir: pathToFileURL(`${folder}/`) });

    const names = await readdir(folder);
    const [slim] = names.filter((name) => name.endsWith('.woff2'));
    const [sheet] = names.filter((name) => name.endsWith('.css'));
    expect(names).toHaveLength(3);
    expect(slim).not.toContain('abcd1234');
    expect((await readFile(join(folder, slim))).length).toBeLessThan(font.length / 4);
    expect(await readFile(join(folder, sheet), 'utf8')).toContain(slim);
    expect(await readFile(join(folder, 'index.html'), 'utf8')).toContain(sheet);
  });
});
