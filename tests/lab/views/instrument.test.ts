import { describe, expect, it } from 'vitest';
import type { Frame } from '#lab/contract';
import { History } from '#lab/history';
import { cyclesIn } from '#lab/instrument/cycles';
import { keysMarkup, pitchOf } from '#lab/instrument/keys';
import { instrumentMarkup, kind, type InstrumentView } from '#lab/views/instrument';
import { catalogues, wordsOf } from '#words/words';

const view: InstrumentView = {
  kind: 'instrument',
  label: 'Sounds',
  field: 'cycles',
  length: 8,
  extent: 2,
  actor: 'sample',
  classes: 'judged',
  classLabels: ['pure', '<odd>'],
  distances: 'distances',
  parts: ['cycle', 'spectrum'],
};

function momentOf(fields: Omit<Frame, 'step'> = {}) {
  const history = new History();
  history.add({ step: 0, ...fields });
  return history.at(0);
}

/** A cosine that swings once, and one that swings twice and goes beyond the picture. */
const cycles = Float32Array.from({ length: 16 }, (_, i) =>
  i < 8 ? Math.cos((Math.PI * i) / 4) : 4 * Math.cos((Math.PI * (i - 8)) / 2),
);
const moment = momentOf({
  cycles,
  judged: Uint8Array.of(0, 1),
  distances: Float32Array.of(0.5, 12),
});

describe('the sounds of an instrument', () => {
  const picture = instrumentMarkup(view, moment);
  const waves = [...picture.matchAll(/class="line actor-sample" d="M([^"]*)"/g)].map(([, path]) =>
    path.split('L').map((place) => place.split(' ').map(Number)),
  );
  const spectra = [...picture.matchAll(/class="spectrum actor-neutral" d="([^"]*)"/g)].map(
    ([, path]) => path,
  );

  it('are drawn once round, up is up, and cut off where they leave the picture', () => {
    expect(waves).toHaveLength(2);
    const [once, twice] = waves.map((places) => places.map(([, y]) => y));
    expect(once).toHaveLength(9);
    expect(once[0]).toBe(once[8]);
    expect(once[0]).toBeLessThan(once[4]);
    expect(Math.min(...once) + Math.max(...once)).toBeCloseTo(2 * once[2], 6);
    expect(Math.max(...twice) - Math.min(...twice)).toBeCloseTo(
      2 * (Math.max(...once) - Math.min(...once)),
      6,
    );
  });

  it('have a bar for each harmonic within 30 dB of the whole', () => {
    expect(spectra.map((path) => path.match(/z/g)?.length)).toEqual([1, 1]);
    const left = spectra.map((path) => Number(/^M([\d.]+)/.exec(path)?.[1]));
    expect(left[1]).toBeGreaterThan(left[0]);
  });

  it('bear the names of what they are judged to be, escaped', () => {
    expect(picture).toContain('>pure</text>');
    expect(picture).toContain('>&lt;odd></text>');
  });

  it('are told to the keyboard one by one', () => {
    const [first, second] = cyclesIn(view, moment);
    expect(Array.from(first.cycle)).toEqual(Array.from(cycles.subarray(0, 8)));
    expect(second).toMatchObject({ name: '<odd>', distance: 12 });
  });

  it('are shown once there are some, silence too', () => {
    expect(kind.isShown?.(view, momentOf())).toBe(false);
    const silent = momentOf({
      cycles: new Float32Array(8),
      judged: Uint8Array.of(1),
      distances: Float32Array.of(30),
    });
    expect(kind.isShown?.(view, silent)).toBe(true);
    expect(instrumentMarkup(view, silent)).not.toMatch(/NaN|Infinity|undefined/);
  });
});

describe('the keys', () => {
  it('are an octave of equal steps from middle C, with the A of 440 hertz in it', () => {
    expect(pitchOf(9)).toBeCloseTo(440, 9);
    expect(pitchOf(12) / pitchOf(0)).toBeCloseTo(2, 12);
  });

  it.each(Object.keys(catalogues))('have a name and a letter each, five of them black: %s', (language) => {
    const markup = keysMarkup(wordsOf(language));
    const letters = [...markup.matchAll(/data-letter="(.)"/g)].map(([, letter]) => letter);
    expect(new Set(letters).size).toBe(13);
    expect(markup.match(/class="key black"/g)).toHaveLength(5);
    expect(markup).not.toContain('undefined');
    // One stop of the Tab key.
    expect(markup.match(/tabindex="0"/g)).toHaveLength(1);
  });
});
