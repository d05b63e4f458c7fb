import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Frame } from '#lab/contract';
import { History } from '#lab/history';
import { kind, mapMarkup, type MapView } from '#lab/views/map';
import { contrast, distance, sights, themeColours } from '../../styles/colours.ts';

const view: MapView = {
  kind: 'map',
  label: 'Codes',
  extent: 2,
  points: 'codes',
  classes: 'digits',
  classLabels: ['zero', '<one>', 'two'],
  layers: [
    { mark: 'ellipses', field: 'posterior', actor: 'encoder', label: 'posterior' },
    { mark: 'places', field: 'chosen', actor: 'latent', label: 'chosen' },
  ],
};

function pictureOf(fields: Omit<Frame, 'step'>): string {
  const history = new History();
  history.add({ step: 0, ...fields });
  return mapMarkup(view, history.at(0));
}

describe('a map', () => {
  const codes = Float32Array.of(-1, 0, 1, 1, -1, 1, 1, -1, 1, 0, -1, 0.5);
  const picture = pictureOf({ codes, digits: Uint8Array.of(0, 1, 0, 1, 1, 0) });

  it('draws one path for each class, up is up', () => {
    expect(picture).toContain('<path class="points actor-class-0" d="M180 360h0M180 180h0M180 270h0"/>');
    expect(picture).toContain('<path class="points actor-class-1" d="M540 180h0M540 540h0M540 360h0"/>');
    expect(picture).not.toContain('actor-class-2');
  });

  it('writes the name of a class at the median of its points, and none where there are none', () => {
    expect(picture).toContain('<text x="180" y="270" dy="12" text-anchor="middle">zero</text>');
    expect(picture).toContain('<text x="540" y="360" dy="12" text-anchor="middle">&lt;one></text>');
    expect(picture).not.toContain('two');
    const even = pictureOf({ codes: Float32Array.of(0, 0, 1, 0), digits: Uint8Array.of(2, 2) });
    expect(even).toContain('<text x="450" y="360"');
  });

  it('draws ellipses as wide and as tall as they are, however thin, and places, each over a halo', () => {
    const over = pictureOf({ posterior: Float32Array.of(1, 1, 0.5, 0.001), chosen: Float32Array.of(0, 0) });
    const ellipse = 'M450 180a90 1 0 1 0 180 0a90 1 0 1 0 -180 0';
    expect(over).toContain(
      `<path class="halo" d="${ellipse}"/><path class="ellipses actor-encoder" d="${ellipse}"/>`,
    );
    expect(over).toMatch(/<path class="places actor-latent" d="M345 360a15 15 0 1 0 30 0/);
  });

  it('of a run that has begun to learn nothing yet draws its axes', () => {
    expect(pictureOf({})).not.toMatch(/NaN|undefined|false|points/);
    expect(pictureOf({})).toContain('class="axes"');
    expect(pictureOf({ codes, digits: Uint8Array.of(9, 0) })).toContain('d="M540 180h0"');
  });

  it('names every class and layer in its legend', () => {
    const legend = kind.legend?.(view).map(({ actor, mark }) => `${actor} ${mark}`);
    expect(legend).toEqual([
      'class-0 points',
      'class-1 points',
      'class-2 points',
      'encoder ellipses',
      'latent places',
    ]);
    expect(kind.fields(view)).toEqual(['codes', 'digits', 'posterior', 'chosen']);
  });
});

describe('the colours of ten classes', () => {
  const themes = themeColours(readFileSync('src/lab/views/map.css', 'utf8'), '--actor-class-');
  const papers = themeColours(readFileSync('src/styles/tokens.css', 'utf8'), '--paper');

  it('are the same in both ways to the dark theme', () => {
    expect(themes.map((colours) => Object.keys(colours).length)).toEqual([10, 10, 10]);
    expect(themes[2]).toEqual(themes[1]);
  });

  it.each([0, 1])('stand out from the paper of theme %i', (theme) => {
    for (const colour of Object.values(themes[theme]))
      expect(contrast(colour, papers[theme]['']), colour).toBeGreaterThanOrEqual(3);
  });

  it.each(Object.keys(sights) as (keyof typeof sights)[])('can be told apart with %s', (sight) => {
    for (const colours of themes.map((theme) => Object.values(theme)))
      for (const [i, a] of colours.entries())
        for (const b of colours.slice(i + 1)) expect(distance(a, b, sight), `${a} ${b}`).toBeGreaterThan(0.1);
  });
});
