import { describe, expect, it, test } from 'vitest';
import { differences, differingKnobs } from '#lab/compare/knob-words';
import { mostPins, Pins } from '#lab/compare/pins';
import { RunList, type RunRecord } from '#lab/compare/run-list';
import { RunNumbers } from '#lab/compare/run-numbers';
import { runGrid, runRows } from '#lab/compare/run-table';
import type { Knob, Knobs, KnobValue, Views } from '#lab/contract';
import { csvOf } from '#lab/follow/csv';
import { History } from '#lab/history';
import { kindOf } from '#lab/knob-kinds';
import type { Definition, LabEvents } from '#lab/lab';
import { chartMarkup, type ChartView } from '#lab/views/chart';
import { wordsOf } from '#words/words';

const { tools, lab } = wordsOf('en').script;
const words = { ...tools.compare, backends: lab.backends };

const knobs = {
  rate: {
    kind: 'range',
    label: 'Learning rate',
    value: 0.002,
    min: 1e-4,
    max: 0.1,
    scale: 'log',
    effect: 'live',
  },
  data: {
    kind: 'choice',
    label: 'Data',
    value: 'moons',
    choices: { moons: 'Two moons', mine: 'My own' },
    effect: 'restart',
  },
  clip: { kind: 'switch', label: 'Clip', value: true, effect: 'restart' },
  drawn: {
    kind: 'drawing',
    label: 'Points',
    value: [],
    on: 'plane',
    when: { data: 'mine' },
    limit: 9,
    effect: 'restart',
  },
  time: { kind: 'range', label: 'Shown at time', value: 1, min: 1, max: 9, step: 1, effect: 'look' },
} as const satisfies Knobs;

const loss: ChartView = {
  kind: 'chart',
  label: 'Loss',
  x: 'step',
  xLabel: 'step',
  yLabel: 'loss',
  series: [
    { field: 'loss', actor: 'loss', label: 'loss' },
    { field: 'floor', actor: 'data', label: 'floor, exact', style: 'floor' },
  ],
};
const views: Views = { loss };
const definition: Definition = {
  demo: 'a/b',
  knobs,
  views,
  rhythm: 'run',
  seed: 1,
  badge: 'recorded',
  recording: '',
};
const settings = { rate: 0.002, data: 'moons', clip: true, drawn: [] as number[], time: 1 };

/** A lab in which the test says what happens. */
class TestLab {
  readonly definition = definition;
  history = new History();
  readonly #listeners: ((name: keyof LabEvents, value: unknown) => void)[] = [];

  on<Name extends keyof LabEvents>(name: Name, listener: (value: LabEvents[Name]) => void): void {
    this.#listeners.push((told, value) => told === name && listener(value as LabEvents[Name]));
  }

  tell<Name extends keyof LabEvents>(name: Name, value: LabEvents[Name]): void {
    if (name === 'start') this.history = new History();
    if (name === 'frame') this.history.add(value as LabEvents['frame']);
    for (const listener of this.#listeners) listener(name, value);
  }

  run(changes: Partial<typeof settings> = {}, seed = 1): void {
    this.tell('start', { settings: { ...settings, ...changes }, seed });
    this.tell('backend', { type: 'started', run: 1, backend: 'wasm' });
  }
}

function recordsOf(play: (lab: TestLab) => void): readonly RunRecord[] {
  const testLab = new TestLab();
  const list = new RunList(testLab, () => undefined);
  play(testLab);
  return list.records;
}

describe('the list of runs', () => {
  it('holds the runs that reached a frame, numbered, with their last numbers', () => {
    const records = recordsOf((lab) => {
      lab.run();
      lab.run({ rate: 0.01 });
      lab.tell('frame', { step: 0, floor: 0.5 });
      lab.tell('frame', { step: 10, loss: 2, floor: 0.5 });
      lab.tell('frame', { step: 20, loss: null });
      lab.run({}, 7);
      lab.tell('frame', { step: 0, loss: 3 });
    });
    expect(records.map(({ number, origin }) => [number, origin.seed])).toEqual([
      [1, 1],
      [2, 7],
    ]);
    expect(records[0].numbers.track('loss')).toEqual([NaN, 2, NaN]);
    expect(records[0].numbers.last('loss')).toBe(2);
    expect(records[0].numbers.lastStep).toBe(20);
    expect(records[0].backend).toBe('wasm');
  });

  it('notes live knobs that were turned, at the frame that came next, and no restart', () => {
    const news: boolean[] = [];
    const lab = new TestLab();
    const list = new RunList(lab, (isNews) => news.push(isNews));
    lab.run();
    for (const step of [0, 10]) lab.tell('frame', { step, loss: 1 });
    lab.tell('settings', { ...settings, rate: 0.005 });
    lab.tell('settings', { ...settings, rate: 0.01 });
    for (const step of [20, 30]) lab.tell('frame', { step, loss: 1 });
    lab.tell('settings', { ...settings, rate: 0.01, data: 'mine' });
    lab.run({ rate: 0.01, data: 'mine' });
    lab.tell('frame', { step: 0, loss: 1 });
    expect(list.records.map(({ turns }) => turns)).toEqual([
      [{ step: 20, settings: { ...settings, rate: 0.01 } }],
      [],
    ]);
    expect(news).toEqual([true, false, true, false, true]);
  });

  it('takes a knob that is only looked through for no turn of the run', () => {
    const news: boolean[] = [];
    const lab = new TestLab();
    const list = new RunList(lab, (isNews) => news.push(isNews));
    lab.run();
    for (const time of [1, 2, 3]) {
      lab.tell('settings', { ...settings, time });
      lab.tell('frame', { step: time, loss: 1 });
    }
    expect([list.records[0].turns, news]).toEqual([[], [true, false, false]]);
  });

  it('knows the run on the stage, and none while the recorded one is there', () => {
    const lab = new TestLab();
    const list = new RunList(lab, () => undefined);
    expect(list.present).toBeUndefined();
    lab.run();
    lab.tell('frame', { step: 0, loss: 1 });
    expect(list.present).toBe(list.records[0]);
    lab.history = new History();
    expect(list.present).toBeUndefined();
  });
});

test('the numbers of a run keep no pictures, and of whole lines the latest', () => {
  const numbers = new RunNumbers({ levels: { ...loss, x: 'at' } });
  const line = Float32Array.of(3, 2);
  numbers.add({ step: 0, at: Float32Array.of(0, 1), loss: Float32Array.of(9, 9), xy: Float32Array.of(1) });
  numbers.add({ step: 1, loss: line });
  expect(numbers.value('loss')).toBe(line);
  expect(numbers.value('xy')).toBeUndefined();
  expect(numbers.track('loss')).toEqual([]);
});

describe('differences in words', () => {
  const telling = { knobs, words };
  const [base, turned, other] = recordsOf((lab) => {
    lab.run();
    lab.tell('frame', { step: 0, loss: 1 });
    lab.run();
    lab.tell('frame', { step: 0, loss: 1 });
    lab.tell('settings', { ...settings, rate: 0.01 });
    lab.tell('frame', { step: 300, loss: 1 });
    lab.run({ data: 'mine', clip: false, drawn: [1, 2] }, 5);
    lab.tell('frame', { step: 0, loss: 1 });
  });

  it('say labels and values as the reader sees them', () => {
    const said = (knob: Knob, value: KnobValue): string => kindOf(knob).said(value, knob, words);
    expect(said(knobs.rate, 0.002)).toBe('0.0020');
    expect(said(knobs.data, 'moons')).toBe('Two moons');
    expect(said(knobs.clip, false)).toBe('off');
    expect(said(knobs.drawn, [1, 2])).toBe('1 point');
    const all = differences(base, other, telling);
    expect(all).toContain('Data Two moons, now My own');
    expect(all).toContain('Clip on, now off');
    expect(all).toContain('seed 1, now 5');
  });

  it('name a knob that was turned on the way, and where', () => {
    expect(differences(turned, base, telling)).toBe(
      'Learning rate 0.0020, then 0.010 from step 300, now 0.0020',
    );
  });

  it('say so when there are none, and when only the drawing is another', () => {
    expect(differences(base, base, telling)).toBe(words.same);
    const drawing = (drawn: number[]) => ({
      origin: { settings: { ...settings, data: 'mine', drawn }, seed: 1 },
    });
    expect(differences(drawing([1, 2]), drawing([3, 4]), telling)).toBe('Points: drawn anew');
  });

  it('leave a knob out that the runs are only looked at through', () => {
    const elsewhere = { ...base, origin: { seed: 1, settings: { ...settings, time: 9 } } };
    expect(differingKnobs([base, elsewhere], knobs)).toEqual([]);
  });

  it('leave a drawing out that is not drawn on', () => {
    const hidden = { ...base, origin: { seed: 1, settings: { ...settings, drawn: [1, 2] } } };
    expect(differingKnobs([base, hidden], knobs)).toEqual([]);
  });

  it('name the backend and where a run was taken up, but no backend of a run to come', () => {
    const resumed = { ...base, backend: 'cpu' as const, origin: { ...base.origin, from: { step: 40 } } };
    expect(differences(resumed, base, telling)).toBe(
      'computed with the processor, now WebAssembly; begun at step 40, now 0',
    );
    expect(differences(base, { origin: base.origin }, telling)).toBe(words.same);
  });
});

describe('the table of runs', () => {
  const records = recordsOf((lab) => {
    lab.run();
    lab.tell('frame', { step: 10, loss: 0.123456, floor: 0.1 });
    lab.run({ rate: 0.01 });
    lab.tell('frame', { step: 10, loss: 4 });
  });

  it('shows what sets the runs apart, and the last value of every line and floor', () => {
    const { head, rows } = runGrid(records, definition, words);
    expect(head.slice(5)).toEqual(['Loss: loss', 'Loss: floor, exact']);
    expect(rows).toEqual([
      ['1', 'Learning rate 0.0020', '1', 'WebAssembly', '10', '0.123', '0.100'],
      ['2', 'Learning rate 0.010', '1', 'WebAssembly', '10', '4', '–'],
    ]);
  });

  it('becomes a CSV with a column for every knob and numbers in full', () => {
    const lines = csvOf(runRows(records, definition, words)).split('\r\n');
    expect(lines[0]).toBe(
      'Run,Seed,Computed with,Begun at step,Last step,Learning rate,Data,Clip,Points,Shown at time,Loss: loss,"Loss: floor, exact"',
    );
    expect(lines[1]).toBe('1,1,WebAssembly,0,10,0.002,Two moons,on,0 points,1,0.123456,0.1');
    expect(lines[2]).toMatch(/,4,$/);
  });
});

test('a CSV quotes what would break it', () => {
  expect(csvOf([['say "a"', 'b\nc', NaN, null, 1e-7]])).toBe('"say ""a""","b\nc",,,1e-7\r\n');
});

test('at most four runs are pinned, in the order in which they ran', () => {
  const runs = recordsOf((lab) => {
    for (let i = 0; i <= mostPins; i++) {
      lab.run();
      lab.tell('frame', { step: 0, loss: 1 });
    }
  });
  const pins = new Pins();
  for (const run of [...runs].reverse()) pins.add(run);
  expect(pins.runs.map(({ number }) => number)).toEqual([2, 3, 4, 5]);
  pins.remove(runs[2]);
  pins.add(runs[0]);
  expect(pins.runs.map(({ number }) => number)).toEqual([1, 2, 4, 5]);
});

describe('a chart with pinned runs', () => {
  const history = new History();
  for (const step of [0, 1, 2]) history.add({ step, loss: 3 - step, floor: 0.5 });
  const numbers = new RunNumbers(views);
  for (const step of [0, 5, 10]) numbers.add({ step, loss: 30 - step, floor: 0.5 });
  const moment = history.at(2);
  const ghosts = [{ name: '1', moment: numbers }];

  it('is the same as ever without them', () => {
    expect(chartMarkup(loss, { ...moment, ghosts: [] })).toBe(chartMarkup(loss, moment));
    expect(chartMarkup(loss, moment)).not.toContain('ghost');
  });

  it('draws their lines beneath, named and without floors, on axes that hold both', () => {
    const picture = chartMarkup(loss, { ...moment, ghosts });
    const [ghost, line] = ['class="ghost actor-loss" d="', 'class="line actor-loss"'].map((mark) =>
      picture.indexOf(mark),
    );
    expect(ghost).toBeGreaterThan(0);
    expect(line).toBeGreaterThan(ghost);
    expect(picture.match(/<path class="ghost/g)).toHaveLength(1);
    expect(picture).toMatch(/<text class="ghost[^>]*>1<\/text>/);
    expect(picture).toContain('>30</text>');
    expect(picture).toContain('>10</text>');
    expect(picture).not.toMatch(/NaN|Infinity/);
  });

  it('leaves out what a pinned run never measured', () => {
    const empty = [{ name: '1', moment: new RunNumbers(views) }];
    expect(chartMarkup(loss, { ...moment, ghosts: empty })).toBe(chartMarkup(loss, moment));
  });
});
