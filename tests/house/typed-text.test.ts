import { expect, it } from 'vitest';
import { files, textOf } from './source-files.ts';

/** Everything that turns a text into elements or into a program. */
const markup =
  /\.(inner|outer)HTML\s*=(?!=)|insertAdjacentHTML|document\.write|createContextualFragment|setHTMLUnsafe|\bsrcdoc\b|new Function\(|\beval\(|DOMParser/;

/** What each of these writes is made by the project itself, and holds nothing that a reader typed. */
const ours: Readonly<Record<string, string>> = {
  'src/lab/drawing-surface.ts': 'the points that a reader set, as circles by src/lab/views',
  'src/lab/knobs/place.ts': 'the place that a reader chose, as a ring by src/lab/views',
  'src/lab/stage.ts': 'pictures drawn from numbers by src/lab/views',
};

it('treats whatever a reader types as text', () => {
  const writing = files('src/{lab,components,offline,words}/**/*.{ts,astro}', 'src/pages/**/*.astro').filter(
    (path) => markup.test(textOf(path)),
  );
  expect(writing).toEqual(Object.keys(ours));
});

it.each([
  'box.innerHTML = typed',
  "box.insertAdjacentHTML('beforeend', typed)",
  'document.write(typed)',
  'new Function(typed)',
])('would find %s', (line) => {
  expect(markup.test(line)).toBe(true);
});

it('lets a reading or a comparison of markup be', () => {
  expect(markup.test('if (box.innerHTML === html) return;')).toBe(false);
});
