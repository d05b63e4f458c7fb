import { describe, expect, it } from 'vitest';
import { article, complaint, complaintOf, compiled, temporarySeries } from './temporary-series.ts';

const file = 'content/articles/x/index.mdx';

describe('a formula that does not parse', () => {
  it('is named with its line and the words of the typesetter', async () => {
    const message = await complaint('Here is $\\frac{1}{$ in a line.');
    expect(message).toMatch(`${file}:8:9 — "\\frac{1}{" cannot be typeset`);
    expect(message).toMatch('Unexpected end of input');
  });

  it('is found when displayed, in an attribute and in a question', async () => {
    expect(await complaint('$$\n\\unknowncommand\n$$')).toMatch(
      `${file}:8:1 — "\\unknowncommand" cannot be typeset`,
    );
    expect(await complaint('<Predict question="What is $\\frac$?">\nOne.\n</Predict>')).toMatch(
      `${file}:8:1`,
    );
  });
});

describe('a citation', () => {
  it('with an unknown key is named with its place and the nearest key', async () => {
    const message = await complaint('One.\n\nTwo [@ada1843notes] and\nthree [@ada1843note].');
    expect(message).toBe(
      `${file}:11:7 — the citation key "ada1843note" is unknown. Did you mean "ada1843notes"? Expected a key of content/bibliography.bib.`,
    );
  });

  it('that cannot be read is refused', async () => {
    expect(await complaint('See [@ada1843notes; turing].')).toMatch(
      `${file}:8:5 — the citation "turing" cannot be read`,
    );
    expect(await complaint('<Note title="By [@ada1843notes]">x</Note>')).toMatch('stands in an attribute');
  });
});

describe('a snippet', () => {
  it('of an unknown declaration is refused with those that there are', async () => {
    expect(await complaint('<Snippet of="arithmetic/doble" />')).toBe(
      `${file}:8:1 — src/models/arithmetic.ts has no declaration "doble". Did you mean "double"? Expected one of: "double", "half".`,
    );
  });

  it('of an unknown file is refused with those that there are', async () => {
    expect(await complaint('<Snippet of="arithmetics/double" />')).toBe(
      `${file}:8:1 — there is no file src/models/arithmetics.ts. Did you mean "arithmetic"? Expected one of: "arithmetic".`,
    );
    expect(await complaint('<Snippet of="double" />')).toMatch('Expected of="file/name"');
    expect(await complaint('<Snippet of="demo/points/run" />')).toMatch(
      'there is no file content/articles/x/points.demo.ts',
    );
  });
});

describe('code typed into the article', () => {
  const block = (lines: number) =>
    ['```ts', ...Array.from({ length: lines }, (_, i) => `const a${i} = ${i};`), '```'].join('\n');

  it('is refused from the fourth line on', async () => {
    expect(await complaint(block(4))).toBe(
      `${file}:8:1 — a block of 4 lines of ts is typed into the article. Expected at most 3 lines, or <Snippet of="file/name" /> that prints them from the source.`,
    );
    await expect(compiled(block(3))).resolves.toBeTruthy();
  });
});

describe('a demo', () => {
  it('without a file is refused', async () => {
    const message = await complaint('<Demo name="pionts" />', { 'content/articles/x/points.demo.ts': '' });
    expect(message).toBe(
      `${file}:8:1 — there is no demo "pionts". Did you mean "points"? Expected pionts.demo.ts beside the article; it has: "points".`,
    );
  });

  it('that stands twice is refused', async () => {
    const files = { 'content/articles/x/points.demo.ts': '' };
    expect(await complaint('<Demo name="points" />\n\n<Demo name="points" />', files)).toMatch(
      `${file}:10:1 — the demo "points" stands here twice`,
    );
  });
});

describe('a figure', () => {
  it('without a file is refused', async () => {
    const message = await complaint('<Figure name="chian" />', { 'content/articles/x/chain.svg': '<svg/>' });
    expect(message).toMatch(`${file}:8:1 — there is no drawing "chian.svg". Did you mean "chain"?`);
  });

  it('without a title or a viewBox is refused', async () => {
    const drawn = (svg: string) =>
      complaint('<Figure name="chain" />', { 'content/articles/x/chain.svg': svg });
    expect(await drawn('<svg viewBox="0 0 1 1"></svg>')).toMatch(
      'content/articles/x/chain.svg — the drawing has no <title>',
    );
    expect(await drawn('<svg><title>A chain</title></svg>')).toMatch(
      'content/articles/x/chain.svg — the drawing has no viewBox',
    );
    expect(await drawn('chain')).toMatch('content/articles/x/chain.svg — this is not an SVG drawing');
  });
});

describe('a component', () => {
  it('that does not exist is refused', async () => {
    expect(await complaint('<Figur name="a" />')).toMatch(
      `${file}:8:1 — there is no component <Figur>. Did you mean "Figure"?`,
    );
  });

  it('is refused with an attribute that it does not have, or without one that it needs', async () => {
    expect(await complaint('<Deeper titel="A">b</Deeper>')).toMatch(
      '<Deeper> has no attribute "titel". Did you mean "title"?',
    );
    expect(await complaint('<Deeper>b</Deeper>')).toMatch(
      '<Deeper> lacks its title. Expected <Deeper title="...">',
    );
    expect(await complaint('<Deeper title={1}>b</Deeper>')).toMatch('not plain text');
  });

  it('is never imported, and no JavaScript stands in prose', async () => {
    expect(await complaint('import A from "a";')).toMatch(
      `${file}:8:1 — an article imports and exports nothing`,
    );
    expect(await complaint('A set {a} of things')).toMatch(`${file}:8:7 — "{a}" is a JavaScript expression`);
    await expect(compiled('{/* a comment */}')).resolves.toBeTruthy();
  });
});

describe('headings', () => {
  it('that get the same id are refused', async () => {
    expect(await complaint('### Model\n\n### Model')).toBe(
      `${file}:10:1 — the heading "Model" gets the id "model", which the heading on line 8 already has. Expected a different wording for one of them.`,
    );
  });

  it('that skip a level, are empty or repeat the title are refused', async () => {
    expect(await complaint('#### Deep')).toMatch(
      `${file}:8:1 — "#### Deep" skips a level. Expected "###" under "## What"`,
    );
    expect(await complaint('###')).toMatch('an empty heading');
    expect(await complaint('# Title')).toMatch('"# Title" is a second title');
    expect(await complaint('<h3>Tag</h3>')).toMatch('<h3> is written as a tag');
  });
});

describe('prerequisites', () => {
  const withPrerequisites = (list: string) =>
    article('Text.', { frontMatter: `title: A\nprerequisites: ${list}` });

  it('must be articles', async () => {
    const series = temporarySeries({
      [file]: withPrerequisites('[introdution]'),
      'content/articles/introduction/index.mdx': article(''),
    });
    expect(await complaintOf(series.compile('x'))).toBe(
      `${file}:3 — the prerequisite "introdution" is no article. Did you mean "introduction"? Expected one of: "introduction", "x".`,
    );
  });

  it('must not form a circle', async () => {
    const series = temporarySeries({
      [file]: withPrerequisites('[y]'),
      'content/articles/y/index.mdx': withPrerequisites('[z]'),
      'content/articles/z/index.mdx': withPrerequisites('[x]'),
    });
    expect(await complaintOf(series.compile('x'))).toMatch(
      `${file}:3 — the prerequisites form a circle: x → y → z → x`,
    );
  });
});
