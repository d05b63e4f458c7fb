import { describe, expect, it } from 'vitest';
import { files, textOf } from '../house/source-files.ts';
import { textsOfScript, textsOfTemplate } from './spoken-texts.ts';

/** Names that stand the same in every language. */
const names = new Set(['BibTeX']);

const strays = (paths: readonly string[], read: (source: string) => string[]): string[] =>
  paths.flatMap((path) =>
    read(textOf(path))
      .filter((text) => !names.has(text))
      .map((text) => `${path}: ${text}`),
  );

describe('words of the interface', () => {
  it('stand in no template', () => {
    expect(strays(files('src/**/*.astro'), textsOfTemplate)).toEqual([]);
  });

  it('stand in no script', () => {
    expect(strays(files('src/{components,lab}/**/*.ts'), textsOfScript)).toEqual([]);
  });

  it('would be found in a template', () => {
    const template = [
      '---',
      "const label = 'not shown';",
      '---',
      '<p class="row">Read on</p>',
      '<nav aria-label="Site" data-name="not shown"></nav>',
      "{open ? 'Close' : words.open}",
      '<img alt={`Page ${number}`} />',
      '<script>document.title;</script>',
    ];
    expect(textsOfTemplate(template.join('\n'))).toEqual(['Read on', 'Site', 'Close', 'Page ']);
  });

  it('would be found in a script', () => {
    const script =
      "a.textContent = open ? 'Close' : words.open; a.setAttribute('aria-label', 'Site'); b = 'not shown';";
    expect(textsOfScript(script)).toEqual(['Close', 'Site']);
  });
});
