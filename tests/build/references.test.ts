import { describe, expect, it } from 'vitest';
import { article, complaintOf, temporarySeries } from './temporary-series.ts';

const file = 'content/articles/x/index.mdx';
const series = (body: string) => temporarySeries({ [file]: article(body) });
const html = async (body: string): Promise<string> =>
  (await series(body).compile('x')).code.replaceAll('\\"', '"');

describe('an equation', () => {
  it('is numbered in reading order and referred to by its label', async () => {
    const page = await html('$$\na\n$$\n\n$$\n\\label{jump}\nb\n$$\n\nSee [@eq:jump].');
    expect(page).toContain('id="eq-1"');
    expect(page).toContain('id="eq-jump"');
    expect(page).toMatch(
      /href: "#eq-jump"[^)]*children: "\(2\)"|<a href="#eq-jump" class="reference">\(2\)<\/a>/,
    );
    expect(page).not.toContain('\\label');
  });

  it('stops the build at a dead reference, naming what there is', async () => {
    expect(await complaintOf(series('$$\n\\label{jump}\nb\n$$\n\nSee [@eq:jmp].').compile('x'))).toBe(
      `${file}:13:5 — "[@eq:jmp]" refers to nothing in this article. Did you mean "jump"? Expected one of: "jump".`,
    );
  });

  it('keeps its label for itself', async () => {
    const twice = '$$\n\\label{a}\nb\n$$\n\n$$\n\\label{a}\nc\n$$';
    expect(await complaintOf(series(twice).compile('x'))).toMatch('the label "a" is taken by equation 1');
    expect(await complaintOf(series('$$\n\\label{A b}\nc\n$$').compile('x'))).toMatch('cannot be an anchor');
  });
});

describe('figures and demos', () => {
  it('are numbered each for itself and referred to by name', async () => {
    const files = {
      'content/articles/x/d.svg': '<svg viewBox="0 0 1 1"><title>D</title></svg>',
      'content/articles/x/toy.demo.ts': '',
      [file]: article('<Figure name="d" />\n\n<Demo name="toy" />\n\nSee [@fig:d] and [@demo:toy].'),
    };
    const page = (await temporarySeries(files).compile('x')).code.replaceAll('\\"', '"');
    expect(page).toMatch(/#figure-d/);
    expect(page).toContain('Figure 1');
    expect(page).toContain('Demo 1');
    expect(page).toMatch(/number: "1"/);
  });

  it('stop the build where they do not exist', async () => {
    expect(await complaintOf(series('See [@fig:d].').compile('x'))).toBe(
      `${file}:8:5 — "[@fig:d]" refers to nothing in this article. Expected one of: none.`,
    );
  });
});

it('a heading ends with a link to itself that adds nothing to its words', async () => {
  const page = await html('### A part');
  expect(page).toMatch(
    /<a href="#a-part" class="anchor" aria-label="Link to this section: A part"><\/a>|"#a-part"/,
  );
});
