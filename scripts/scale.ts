/**
 * `npm run scale`: builds the site with 20 and with 200 made-up articles beside the real ones and prints the time. Fails when
 * ten times the articles take more than ten times as long.
 */
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runTool } from './tools.mjs';

const sizes = [20, 200] as const;
const copied = ['src', 'content', 'public', 'scripts', 'astro.config.mjs', 'package.json', 'tsconfig.json'];
const modalities = ['points', 'image', 'text', 'audio'];

const section = (heading: string, index: number): string => `${heading}

Here article ${index} says something about $\\noisy_t$ and $\\alphaBar_t$, as in a paper [@ho2020denoising]. The next line is a
formula that every article has, and a table that shows what a table costs.

$$
\\noisy_t=\\sqrt{\\alphaBar_t}\\,\\clean+\\sqrt{1-\\alphaBar_t}\\,\\noise
$$

| name | value |
| --- | --- |
| first | $${index}$ |
| second | $\\betaStep_t$ |

<Deeper title="A proof of ${index}">

Nothing is left to prove about $\\alphaStep_t$.

</Deeper>
`;

const headings = `## What
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
## Next steps`.split('\n');

const article = (index: number): string => `---
title: Made-up article ${index}
summary: An article that shows what an article costs to build.
order: ${index + 100}
published: 2026-01-01
updated: 2026-01-01
prerequisites: [${index === 0 ? 'introduction' : `made-up-${Math.floor((index - 1) / 2)}`}]
modalities: [${modalities[index % modalities.length]}]
keywords: [scale]
insight: Time grows as the number of articles.
changes:
  - date: 2026-01-01
    text: First published.
---

${headings.map((heading) => section(heading, index)).join('\n')}
`;

/** A copy of the project with `count` more articles. */
function project(count: number): string {
  const folder = join(root, '.cache', `scale-${count}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const name of copied) cpSync(join(root, name), join(folder, name), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (let index = 0; index < count; index++) {
    const place = join(folder, 'content', 'articles', `made-up-${index}`);
    mkdirSync(place);
    writeFileSync(join(place, 'index.mdx'), article(index));
  }
  return folder;
}

/** Seconds of one build. */
async function seconds(count: number): Promise<number> {
  const folder = project(count);
  const started = performance.now();
  const { ok } = await runTool('astro', ['build'], { output: 'on failure', cwd: folder });
  if (!ok) throw new Error(`The site does not build with ${count} made-up articles.`);
  rmSync(folder, { recursive: true, force: true });
  return (performance.now() - started) / 1000;
}

const rows: Record<string, Record<string, string>> = {};
const taken: number[] = [];
for (const count of sizes) {
  const time = await seconds(count);
  taken.push(time);
  rows[`${count} articles`] = {
    build: `${time.toFixed(1)} s`,
    'an article': `${(time / count).toFixed(3)} s`,
  };
}
const ratio = taken[1] / taken[0];
console.table(rows);
console.log(`Ten times the articles take ${ratio.toFixed(1)} times as long; at most 10 is asked for.`);
if (ratio > 10) process.exitCode = 1;
