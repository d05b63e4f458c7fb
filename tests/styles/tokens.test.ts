import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast, themeColours } from './colours.ts';

const sheet = readFileSync('src/styles/tokens.css', 'utf8');
const actors = themeColours(sheet, '--actor-');
const papers = themeColours(sheet, '--paper');

describe('the colours of the actors', () => {
  it('are the same actors in the light theme and in both ways to the dark one', () => {
    expect(actors).toHaveLength(3);
    expect(Object.keys(actors[1])).toEqual(Object.keys(actors[0]));
    expect(actors[2]).toEqual(actors[1]);
  });

  it('are each set for what stands inside', () => {
    for (const actor of Object.keys(actors[0]))
      expect(sheet).toContain(`.actor-${actor} {\n  --actor: var(--actor-${actor});\n}`);
  });

  it.each(['light', 'dark'])('have 4.5:1 on the %s paper', (theme) => {
    const at = theme === 'light' ? 0 : 1;
    for (const [actor, colour] of Object.entries(actors[at]))
      for (const paper of [papers[at][''], papers[at]['-raised']])
        expect(contrast(colour, paper), `${actor} on ${paper}`).toBeGreaterThanOrEqual(4.5);
  });
});
