// Longer than other demos: a plane for the players, one for the eigenvalues, and the settings of six ways to miss the rest.
import type { Frame, Knobs, Presets, Question, Recording, RunContext, Views } from '#lab/contract';
import {
  distance,
  eigenvalues,
  flowMatrix,
  growth,
  inTurn,
  inTurnMatrix,
  pulls,
  together,
  togetherMatrix,
  velocity,
  type Complex,
  type DiracRules,
  type Players,
  type Stride,
} from '#models/dirac-gan';
import { averageDecay } from '#models/moving-average';

const lastRound = 2000;
const roundsPerFrame = 4;
/** Rounds whose way is drawn. */
const wayLength = 300;
/** Beyond this distance nothing is left to see. */
const gone = 1000;
const extent = 2;

export const knobs = {
  objective: {
    kind: 'choice',
    label: 'Objective',
    value: 'minimax',
    choices: {
      minimax: 'minimax',
      nonSaturating: 'non-saturating',
      leastSquares: 'least squares',
      wasserstein: 'Wasserstein',
      relativistic: 'relativistic',
    },
    effect: 'live',
  },
  order: {
    kind: 'choice',
    label: 'The players move',
    value: 'inTurn',
    choices: { inTurn: 'in turn', together: 'at the same time' },
    effect: 'live',
  },
  penalty: {
    kind: 'choice',
    label: 'Penalty on the critic',
    value: 'r1',
    choices: {
      r1: 'R1: slope 0 at data',
      both: 'R1 and R2: slope 0 at data and fakes',
      unit: 'gradient penalty: slope 1',
    },
    effect: 'live',
  },
  gamma: {
    kind: 'range',
    label: 'Weight of the penalty, gamma',
    value: 0,
    min: 0,
    max: 5,
    step: 0.05,
    effect: 'live',
    help: 'Half of it multiplies the squared slope, or the squared distance of its size from 1.',
  },
  stepSize: {
    kind: 'range',
    label: 'Step size h',
    value: 0.1,
    min: 0.01,
    max: 2,
    step: 0.01,
    effect: 'live',
  },
  criticSpeed: {
    kind: 'range',
    label: 'Speed of the critic, tau',
    value: 1,
    min: 1,
    max: 16,
    step: 0.5,
    effect: 'live',
    help: "So many times longer than the generator's are the critic's steps.",
  },
  decay: {
    kind: 'range',
    label: 'Decay of the moving average',
    value: 0.99,
    min: 0.9,
    max: 0.999,
    step: 0.001,
    effect: 'live',
  },
  place: {
    kind: 'range',
    label: 'Where the fake starts, theta',
    value: 1,
    min: -2,
    max: 2,
    step: 0.1,
    effect: 'restart',
  },
  slope: {
    kind: 'range',
    label: "The critic's first slope, psi",
    value: 0,
    min: -2,
    max: 2,
    step: 0.1,
    effect: 'restart',
  },
} as const satisfies Knobs;

export const views = {
  orbit: {
    kind: 'plane',
    label: 'Both players: the fake moves left and right, the slope of the critic up and down',
    extent,
    layers: [
      { mark: 'arrows', field: 'field', actor: 'neutral', label: 'where both are pushed' },
      { mark: 'trails', field: 'way', actor: 'generator', label: 'their way' },
      { mark: 'trails', field: 'averageWay', actor: 'sample', label: 'way of the moving average' },
      { mark: 'points', field: 'rest', actor: 'data', label: 'rest: the fake on the data, no slope' },
      { mark: 'points', field: 'now', actor: 'critic', label: 'both now' },
    ],
  },
  circle: {
    kind: 'plane',
    label: 'Eigenvalues of the rounds in a unit of time: inside the circle the players come to rest',
    extent: 1.25,
    layers: [
      { mark: 'trails', field: 'circle', actor: 'neutral', label: 'modulus 1' },
      { mark: 'trails', field: 'locus', actor: 'score', label: 'where they go as gamma grows to 8' },
      { mark: 'points', field: 'eigenvalues', actor: 'critic', label: 'both eigenvalues' },
    ],
  },
  distances: {
    kind: 'chart',
    label: 'Distance from rest',
    x: 'step',
    xLabel: 'round',
    yLabel: 'distance',
    yScale: 'log',
    series: [
      { field: 'distance', actor: 'generator', label: 'the players' },
      { field: 'averageDistance', actor: 'sample', label: 'their moving average' },
      {
        field: 'expected',
        actor: 'neutral',
        label: 'by the modulus of the larger eigenvalue',
        style: 'floor',
      },
    ],
  },
  numbers: {
    kind: 'text',
    label: 'Numbers',
    template:
      'Round {step}: distance {distance:4}, of the moving average {averageDistance:3}. {flow} {round}',
  },
} as const satisfies Views;

export const presets: Presets = {
  merryGoRound: {
    label: 'Merry-go-round',
    knobs: { order: 'together' },
    look: 'Each player answers to where the other was, not to where it is. Every round carries both a little outward: the eigenvalues lie just outside the circle, and after 2,000 rounds the distance has tripled. In turn, with the same steps, they would only circle.',
  },
  shortLeash: {
    label: 'Too short a leash',
    knobs: { gamma: 4 },
    look: 'A penalty four times the best one is not better. One eigenvalue has moved back toward 1: the slope is held so near 0 that the critic hardly tells the generator anything, and the fake creeps. With gamma 1 a five-hundredth of the distance is left after 200 rounds; here it is almost a third.',
  },
  fasterSpin: {
    label: 'A faster spin',
    knobs: { criticSpeed: 4 },
    look: 'The critic takes four times longer steps. The eigenvalues slide along the circle and not into it: twice as many turns, no arrival. A faster critic helps only where something damps it.',
  },
  longStride: {
    label: 'Steps too long',
    knobs: { objective: 'wasserstein', order: 'together', gamma: 0.5, stepSize: 0.6 },
    look: 'The penalty damps the flow, yet the players fly apart. Steps at the same time throw outward by more than the penalty pulls inward as soon as h is above gamma / a², here 0.5. Turn the step size down to 0.4 before they are gone.',
  },
  wrongLeash: {
    label: 'A leash of the wrong length',
    knobs: { objective: 'wasserstein', penalty: 'unit', gamma: 0.5 },
    look: 'This penalty wants the slope to be 1 or −1, but at rest it would have to be 0. The players circle for ever, here at a distance of about 1.3. It speaks of this game, in which a single fake can hit a single point of data, and not of pictures.',
  },
  patience: {
    label: 'Home, but only just',
    knobs: { objective: 'nonSaturating' },
    look: 'The eigenvalues are those of minimax, on the circle. What pulls inward here is of higher order and fades as the players come nearer: they need four times as many rounds for each halving. Set gamma to 1 and the way home takes less than 200 rounds.',
  },
};

export const question: Question = {
  text: 'Both players start at distance 1 from rest. Each goes downhill on its own loss, in small steps, in turn and without a penalty. How far from rest are they after 2,000 rounds?',
  field: 'distance',
  step: lastRound,
  min: 0,
  max: 2,
  grain: 0.01,
  because:
    'Downhill for one player is neither nearer nor farther for both: each is pushed in proportion to where the other stands, at a right angle to the way home. Followed in infinitely small steps, the arrows keep the distance exactly; small steps in turn keep it but for a wobble.',
};

export const recording: Recording = { seed: 1, frames: lastRound / roundsPerFrame, kept: 5 };

type Context = RunContext<typeof knobs>;
type Settings = Context['knobs'];

const orders = {
  inTurn: { move: inTurn, matrix: inTurnMatrix },
  together: { move: together, matrix: togetherMatrix },
};

function strideOf({ objective, penalty, gamma, criticSpeed, stepSize }: Settings): Stride {
  const penalties = { r1: { r1: gamma }, both: { r1: gamma, r2: gamma }, unit: { unitSlope: gamma / 2 } };
  return { pull: pulls[objective], criticSpeed, stepSize, ...penalties[penalty] };
}

export async function* run({ knobs }: Context): AsyncGenerator<Frame, void, void> {
  let players: Players = { place: knobs.place, slope: knobs.slope };
  let average = players;
  let expected = distance(players);
  const [way, averageWay]: [number[], number[]] = [[], []];
  let drawnFor = '';
  for (let step = 0; step < lastRound && distance(players) < gone;) {
    const rules = strideOf(knobs);
    const { move, matrix } = orders[knobs.order];
    const rate = growth(matrix(rules));
    for (let round = 0; round < roundsPerFrame; round++) {
      const [before, averageBefore] = [players, average];
      players = move(players, rules);
      average = mixed(average, players, averageDecay(step, knobs.decay));
      lengthen(way, before, players);
      lengthen(averageWay, averageBefore, average);
      expected *= rate;
      step += 1;
    }
    const settings = JSON.stringify(knobs);
    yield {
      step,
      distance: distance(players),
      averageDistance: distance(average),
      expected: isKinked(knobs) ? null : expected,
      way: Float32Array.from(way),
      averageWay: Float32Array.from(averageWay),
      now: Float32Array.from(ring([players.place, players.slope], 0.06)),
      ...(settings === drawnFor ? {} : { ...pictures(rules), ...spectrum(knobs, rules) }),
      message: messageOf(players, rate, isKinked(knobs)),
      progress: distance(players) < gone ? step / lastRound : 1,
    };
    drawnFor = settings;
  }
}

/** The moving average of both numbers. */
function mixed(average: Players, { place, slope }: Players, decay: number): Players {
  return {
    place: average.place + (1 - decay) * (place - average.place),
    slope: average.slope + (1 - decay) * (slope - average.slope),
  };
}

function lengthen(way: number[], from: Players, to: Players): void {
  way.push(from.place, from.slope, to.place, to.slope);
  if (way.length > 4 * wayLength) way.splice(0, way.length - 4 * wayLength);
}

/** At rest the wish for slope 1 flips its sign: nothing is linear there, and no eigenvalue says anything. */
const isKinked = ({ penalty, gamma }: Settings): boolean => penalty === 'unit' && gamma > 0;

function messageOf(players: Players, rate: number, kinked: boolean): string {
  if (distance(players) >= gone) return 'The players are gone.';
  if (kinked) return 'The penalty has a kink where the players should rest.';
  if (Math.abs(rate - 1) < 1e-9) return 'Near rest a round neither brings the players nearer nor farther.';
  return rate < 1
    ? 'Near rest every round brings the players nearer.'
    : 'Near rest every round throws the players outward.';
}

/** What depends on the knobs alone: the arrows, the place of rest, the circle. */
function pictures(rules: DiracRules) {
  return {
    field: arrows(rules),
    rest: Float32Array.from(ring([0, 0], 0.06)),
    circle: Float32Array.from(closed(ring([0, 0], 1))),
  };
}

/** Places on a circle, x, y: close enough together to be seen as a ring, where a single dot would hardly be seen. */
function ring([x, y]: readonly [number, number], radius: number): number[] {
  const angles = Array.from({ length: 48 }, (_, i) => (i * Math.PI) / 24);
  return angles.flatMap((angle) => [x + radius * Math.cos(angle), y + radius * Math.sin(angle)]);
}

/** The way along such places and back to the first, as segments. */
function closed(places: readonly number[]): number[] {
  const next = [...places.slice(2), ...places.slice(0, 2)];
  return places.flatMap((x, i) => (i % 2 === 0 ? [x, places[i + 1], next[i], next[i + 1]] : []));
}

/** Arrows on a grid, x, y, dx, dy; long ones are cut short. */
function arrows(rules: DiracRules): Float32Array {
  const grid = Array.from({ length: 11 }, (_, i) => (extent * (i - 5)) / 5.5);
  const arrow = (place: number, slope: number): number[] => {
    const push = velocity({ place, slope }, rules);
    const scale = 0.34 / (0.3 + distance(push));
    return [place, slope, scale * push.place, scale * push.slope];
  };
  return Float32Array.from(grid.flatMap((slope) => grid.flatMap((place) => arrow(place, slope))));
}

/** The eigenvalues as rings and in words, and their ways as the penalty grows. */
function spectrum(settings: Settings, rules: Stride) {
  if (isKinked(settings)) {
    const none = 'At the kink there are no eigenvalues.';
    return { eigenvalues: new Float32Array(), locus: new Float32Array(), flow: none, round: '' };
  }
  const { matrix } = orders[settings.order];
  const rounds = Math.max(1, Math.round(1 / rules.stepSize));
  const placed = (gamma: number) =>
    eigenvalues(matrix({ ...rules, r1: gamma, r2: 0 })).map((one) => powered(one, rounds));
  const found = eigenvalues(matrix(rules));
  const ways = Array.from({ length: 80 }, (_, i) => i / 10).flatMap((gamma) =>
    [0, 1].flatMap((k) => [...placed(gamma)[k], ...placed(gamma + 0.1)[k]]),
  );
  return {
    eigenvalues: Float32Array.from(found.flatMap((one) => ring(powered(one, rounds), 0.04))),
    locus: Float32Array.from(ways),
    flow: `Eigenvalues of the flow: ${written(eigenvalues(flowMatrix(rules)))}.`,
    round: `Of one round: ${written(found)}, the larger modulus ${growth(matrix(rules)).toFixed(5)}.`,
  };
}

/** What an eigenvalue becomes in so many rounds: its modulus to that power, so many times its angle. */
function powered({ real, imaginary }: Complex, rounds: number): [number, number] {
  const modulus = Math.hypot(real, imaginary) ** rounds;
  const angle = rounds * Math.atan2(imaginary, real);
  return [modulus * Math.cos(angle), modulus * Math.sin(angle)];
}

/** A pair of eigenvalues in words: `−0.5 ± 0.5 i`, or two numbers. */
function written([first, second]: readonly [Complex, Complex]): string {
  const said = (value: number): string => String(Number(value.toFixed(4)) + 0).replace('-', '−');
  if (first.imaginary === 0) return `${said(first.real)} and ${said(second.real)}`;
  return `${said(first.real)} ± ${said(first.imaginary)} i`;
}
