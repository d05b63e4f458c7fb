import { describe, expect, it } from 'vitest';
import { complaintOf, temporarySeries } from './temporary-series.ts';

const algorithm = `---
title: A
---
## What
## Why
## How
### Components
#### Data
#### Model
##### Architecture
##### Forward pass
##### Backward pass
#### Loss function
### Math
### Metrics
#### Training metrics
#### Evaluation metrics
### Coding
#### Data preprocessing
#### Model
#### Loss function
#### Training
#### Sampling
## Limitations
## Recap
## Exercises
## Next steps
`;

const introduction = `---
title: A
shape: introduction
---
## What
## Why
## How
## Limitations
## Recap
## Next steps
`;

const file = 'content/articles/x/index.mdx';
const series = (text: string) => temporarySeries({ [file]: text });
const complaint = (text: string) => complaintOf(series(text).compile('x'));
const lines = (text: string) => text.split('\n').filter((line) => line.startsWith('#'));
const lineOf = (text: string, heading: string) => text.split('\n').indexOf(heading) + 1;

describe('the shape of an algorithm', () => {
  it('holds when every section is there, with others between and below', async () => {
    await expect(series(algorithm).compile('x')).resolves.toBeTruthy();
    const more = algorithm.replace('### Math', '### History\n#### Older\n### Math\n#### Assumptions');
    await expect(series(more).compile('x')).resolves.toBeTruthy();
  });

  it.each([
    '## What',
    '### Components',
    '#### Data preprocessing',
    '### Math',
    '## Exercises',
    '## Next steps',
  ])('needs "%s"', async (heading) => {
    const message = await complaint(algorithm.replace(`${heading}\n`, `${heading} else\n`));
    expect(message).toMatch(
      `the heading "${heading}" is missing. Is it "${heading.replace(/^#+ /, '')} else"?`,
    );
  });

  it('says where a missing heading is expected', async () => {
    const message = await complaint(algorithm.replace('##### Forward pass\n', ''));
    const line = lineOf(algorithm, '##### Architecture');
    expect(message).toBe(
      `${file}:${line}:1 — the heading "##### Forward pass" is missing. Expected it under "#### Model", after "##### Architecture".`,
    );
    expect(await complaint(algorithm.replace('## What\n', ''))).toBe(
      `${file}:1 — the heading "## What" is missing. Expected it first.`,
    );
  });

  it('keeps its order', async () => {
    const message = await complaint(algorithm.replace('## What\n## Why\n', '## Why\n## What\n'));
    expect(message).toBe(
      `${file}:4:1 — the heading "## Why" stands before "## What". Expected it after, on or below line 5.`,
    );
  });
});

describe('the shape of an introduction', () => {
  it('has no components and no exercises', async () => {
    await expect(series(introduction).compile('x')).resolves.toBeTruthy();
  });

  it.each(lines(introduction))('needs "%s"', async (heading) => {
    expect(await complaint(introduction.replace(`${heading}\n`, ''))).toMatch(
      `the heading "${heading}" is missing`,
    );
  });
});

describe('ids of headings', () => {
  it('lead with the parent from the fourth level on, and reach the table of contents', async () => {
    const { code } = await series(algorithm).compile('x');
    const slugs = [...code.matchAll(/"slug": "([^"]+)"/g)].map((match) => match[1]);
    expect(slugs).toContain('components');
    expect(slugs).toContain('components-model-forward-pass');
    expect(slugs).toContain('coding-model');
    expect(new Set(slugs).size).toBe(slugs.length);
  });
});
