import { describe, expect, it } from 'vitest';
import { differing, experimentOf, queryOf } from '../../src/lab/experiment.ts';
import { experimentInText, experimentText } from '../../src/lab/experiment-file.ts';
import { onGrid, packed, unpacked } from '../../src/lab/drawing-code.ts';
import { sliderOf } from '../../src/lab/knobs/range.ts';
import type { Definition } from '../../src/lab/lab.ts';

const definition = {
  demo: 'article/toy',
  rhythm: 'run',
  seed: 3,
  badge: 'recorded',
  recording: '',
  knobs: {
    data: { kind: 'choice', label: '', value: 'moons', choices: { moons: '', own: '' }, effect: 'restart' },
    own: {
      kind: 'drawing',
      label: '',
      value: [],
      on: 'plane',
      when: { data: 'own' },
      limit: 5,
      effect: 'restart',
    },
    width: { kind: 'range', label: '', value: 64, min: 16, max: 256, step: 16, effect: 'restart' },
    rate: { kind: 'range', label: '', value: 0.002, min: 0.0001, max: 0.1, scale: 'log', effect: 'live' },
    clip: { kind: 'switch', label: '', value: true, effect: 'live' },
    code: {
      kind: 'place',
      label: '',
      value: [0, 0],
      on: 'plane',
      extent: 2,
      axes: ['', ''],
      actor: 'latent',
      effect: 'look',
    },
    digit: { kind: 'sketch', label: '', value: [], width: 3, height: 2, effect: 'look' },
    play: { kind: 'range', label: '', value: 1, min: 0, max: 3, step: 1, effect: 'live' },
  },
  views: {
    plane: { kind: 'plane', label: '', extent: 2.6, layers: [] },
    loss: { kind: 'chart', label: '', x: 'step', xLabel: '', yLabel: '', series: [] },
  },
} as const satisfies Definition;

const there = (text: string) => experimentOf(new URLSearchParams(text), definition);
const back = (text: string) => queryOf(there(text).experiment, definition).toString();

describe('an experiment in an address', () => {
  it('is readable, and names only what differs from the defaults', () => {
    const settings = { data: 'moons', own: [], width: 128, rate: 0.002, clip: false, play: 1 };
    const query = queryOf({ settings, seed: 3 }, definition);
    expect(query.toString()).toBe('width=128&clip=off');
    expect(queryOf({ settings: {}, seed: 7, play: true }, definition).toString()).toBe('seed=7&play=on');
  });

  it('comes back as it went, for every kind of knob', () => {
    const own = [-2.6, 2.6, 0, 0.3].map((x) => onGrid(x, 2.6));
    const digit = [0, 255, 17, 0, 34, 51];
    const settings = {
      data: 'own',
      own,
      width: 256,
      rate: 0.013,
      clip: false,
      code: [-0.5, 2],
      digit,
      play: 2,
    };
    const whole = { settings, seed: 999999, play: true, hide: ['knobs', 'width'], views: ['loss'] };
    const query = queryOf(whole, definition);
    expect(there(query.toString())).toEqual({ experiment: whole, objections: [] });
    expect(back(query.toString())).toBe(query.toString());
  });

  it('tells a knob apart that is called like a parameter of the page', () => {
    expect(there('play=on&knob-play=3').experiment).toMatchObject({ play: true, settings: { play: 3 } });
    expect(back('knob-play=3')).toBe('knob-play=3');
  });

  it('says a place and a picture in few letters', () => {
    const settings = { code: [-0.5, 1.24], digit: [0, 255, 17, 0, 34, 51] };
    expect(decodeURIComponent(queryOf({ settings }, definition).toString())).toBe(
      'code=-0.5,1.24&digit=0f1023',
    );
  });

  it('leaves a drawing out that nothing reads', () => {
    expect(differing({ own: [0, 0] }, definition)).toEqual({});
    expect(differing({ own: [0, 0], data: 'own' }, definition)).toEqual({ data: 'own', own: [0, 0] });
  });

  it('leaves to the page and to messengers what is theirs', () => {
    const { experiment, objections } = there('demo=toy&lens=all&backend=wasm&utm_source=x&fbclid=1');
    expect([experiment.settings, objections]).toEqual([{}, []]);
  });
});

describe('what cannot be done', () => {
  it.each([
    ['depth=3', 'name'],
    ['constructor=1', 'name'],
    ['__proto__=1', 'name'],
    ['width=8', 'number'],
    ['width=1e9', 'number'],
    ['width=', 'number'],
    ['width=wide', 'number'],
    ['rate=0', 'number'],
    ['rate=NaN', 'number'],
    ['data=spiral', 'choice'],
    ['data=toString', 'choice'],
    ['clip=maybe', 'switch'],
    ['own=abc', 'drawing'],
    ['own=ab*d', 'drawing'],
    ['own=____', 'drawing'],
    [`own=${'AAAA'.repeat(6)}`, 'crowd'],
    ['code=0', 'place'],
    ['code=0,', 'place'],
    ['code=0,2.1', 'place'],
    ['code=0,0,0', 'place'],
    ['code=a,b', 'place'],
    ['digit=0f1', 'sketch'],
    ['digit=0f10230f1023', 'sketch'],
    ['digit=0f10zz', 'sketch'],
    ['seed=-1', 'seed'],
    ['seed=1.5', 'seed'],
    ['seed=1000000', 'seed'],
    ['hide=everything', 'part'],
    ['views=score', 'view'],
  ])('%s is named, and changes nothing', (text, kind) => {
    const { experiment, objections } = there(text);
    expect(objections.map((one) => one.kind)).toEqual([kind]);
    expect(experiment.settings).toEqual({});
    expect([experiment.seed, experiment.hide, experiment.views]).toEqual([undefined, [], undefined]);
  });

  it('takes nothing else with it', () => {
    const { experiment, objections } = there('width=8&data=spiral&clip=off&hide=all,seed&seed=5');
    expect(experiment).toMatchObject({ settings: { clip: false }, seed: 5, hide: ['seed'] });
    expect(objections.map(({ value }) => value)).toEqual(['8', 'spiral', 'all']);
  });

  it('is a seed where a demo answers its knobs', () => {
    const answering = { ...definition, rhythm: 'answer' } as const;
    const { experiment, objections } = experimentOf(new URLSearchParams('seed=7'), answering);
    expect([experiment.seed, objections[0].kind]).toEqual([undefined, 'seedless']);
    expect(queryOf({ settings: {}, seed: 7 }, answering).toString()).toBe('');
  });

  it('is a number between two steps of a slider, which goes to the nearer one and says so', () => {
    const { experiment, objections } = there('rate=0.003&width=70');
    expect(experiment.settings).toEqual({ rate: 0.0032, width: 64 });
    expect(objections.map(({ kind, expected }) => [kind, expected])).toEqual([
      ['moved', '0.0032'],
      ['moved', '64'],
    ]);
  });

  it('is no number that the slider itself offers', () => {
    const { min, step } = sliderOf(definition.knobs.rate);
    for (let i = 0; i <= 60; i++) {
      const rate = Number((10 ** (min + i * step)).toPrecision(2));
      expect(there(`rate=${rate}`)).toMatchObject({ experiment: { settings: { rate } }, objections: [] });
    }
  });
});

describe('points as text', () => {
  it('take four letters each and come back exactly from the grid, its middle and its corners included', () => {
    const extent = 2.6;
    const points = Array.from({ length: 200 }, (_, i) => onGrid(extent * Math.sin(i * i), extent));
    points.push(0, 0, extent, -extent);
    const text = packed(points, extent);
    expect(text.length).toBe(points.length * 2);
    expect(encodeURIComponent(text)).toBe(text);
    expect(unpacked(text, extent)).toEqual(points);
    expect(onGrid(0, extent)).toBe(0);
    expect(onGrid(extent, extent)).toBe(extent);
  });

  it('move by less than a four-thousandth of the picture where they lie off the grid', () => {
    const moved = [0.1234567, -1.999, 2.5].map((x) => Math.abs(onGrid(x, 2.6) - x));
    expect(Math.max(...moved)).toBeLessThan(5.2 / 4000);
  });
});

describe('own pictures', () => {
  const pictured: Definition = {
    ...definition,
    knobs: {
      mine: { kind: 'pictures', label: '', value: [], width: 2, height: 2, limit: 2, effect: 'restart' },
    },
  };
  const mine = [0, 17, 238, 255, 51, 0, 0, 255];

  it('go into an address a digit a pixel, and into a file as they are', () => {
    const query = queryOf({ settings: { mine } }, pictured);
    expect(query.get('mine')).toBe('01ef300f');
    expect(experimentOf(query, pictured)).toMatchObject({
      experiment: { settings: { mine } },
      objections: [],
    });
    const bytes = [1, 2, 3, 250];
    const file = experimentText({ settings: { mine: bytes } }, pictured);
    expect(experimentInText(file, pictured).experiment.settings).toEqual({ mine: bytes });
  });

  it.each([
    ['01e', 'pictures'],
    ['01eg', 'pictures'],
    ['0123456789ab', 'picturesCrowd'],
  ])('are refused as %s', (text, kind) => {
    const { experiment, objections } = experimentOf(new URLSearchParams({ mine: text }), pictured);
    expect([experiment.settings, objections.map((one) => one.kind)]).toEqual([{}, [kind]]);
  });

  it.each([[[256, 0, 0, 0]], [[0.5, 0, 0, 0]], ['01ef'], [{}], [null]])(
    'are refused in a file as %j',
    (value) => {
      const text = JSON.stringify({ demo: 'article/toy', settings: { mine: value } });
      expect(experimentInText(text, pictured).objections).toMatchObject([{ kind: 'pictures', name: 'mine' }]);
    },
  );
});

describe('an experiment in a file', () => {
  const read = (content: unknown) => experimentInText(JSON.stringify(content), definition);

  it('comes back as it went, its points exactly', () => {
    const settings = { data: 'own', own: [0.1234567, -1.9], rate: 0.013, clip: false };
    const text = experimentText({ settings, seed: 7 }, definition);
    const { demo, experiment, objections } = experimentInText(text, definition);
    expect({ demo, experiment, objections }).toEqual({
      demo: 'article/toy',
      experiment: { settings, seed: 7 },
      objections: [],
    });
  });

  it('loses only what a knob cannot be', () => {
    const settings = { own: [1, 'x'], width: 8, data: { moons: 1 }, clip: false, depth: 2 };
    const { experiment, objections } = read({ demo: 'article/toy', settings, seed: 'one' });
    expect(experiment).toEqual({ settings: { clip: false }, seed: undefined });
    expect(objections.map(({ kind }) => kind).sort()).toEqual([
      'choice',
      'drawing',
      'name',
      'number',
      'seed',
    ]);
  });

  it.each(['', '[]', 'null', '{"demo":"article/toy"}', '{"settings":{}}', '{"a":'])('is not %s', (text) => {
    expect(() => experimentInText(text, definition)).toThrow(SyntaxError);
  });
});
