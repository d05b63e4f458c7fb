/**
 * The smallest game. All data lie at 0. The generator is one number, the `place` of its only fake; the critic is one number, the
 * `slope` of its line: it scores an example x with slope * x, measured from the score of the data. Both want to be 0. Whether and how
 * fast they get there has a formula here. Plain numbers in double precision. Mescheder et al. 2018, section 2.
 */
import type { objectives } from './adversarial-objectives.ts';

/** Where both players stand. */
export interface Players {
  /** theta: where the generator puts its fake. */
  readonly place: number;
  /** psi: how fast the critic's score rises. */
  readonly slope: number;
}

/** How an objective's two losses change with the score of the fake. */
export interface Pull {
  critic(score: number): number;
  generator(score: number): number;
}

const sigmoid = (score: number): number => 1 / (1 + Math.exp(-score));

/**
 * The slopes of `objectives` in the score of the fake, where the data have the score 0. Least squares pulls to 1 and 0: there scores
 * are measured from 1/2, which a critic with a bias gives where it cannot tell.
 */
export const pulls: Readonly<Record<keyof typeof objectives, Pull>> = {
  minimax: { critic: sigmoid, generator: (score) => -sigmoid(score) },
  nonSaturating: { critic: sigmoid, generator: (score) => -sigmoid(-score) },
  leastSquares: { critic: (score) => score + 0.5, generator: (score) => score - 0.5 },
  wasserstein: { critic: () => 1, generator: () => -1 },
  relativistic: { critic: sigmoid, generator: (score) => -sigmoid(-score) },
};

/** What is played; the penalties are those of the great game. */
export interface DiracRules {
  readonly pull: Pull;
  /** gamma of R1 and of R2. The slope is the same at data and fake, so that only their sum counts. Default 0. */
  readonly r1?: number;
  readonly r2?: number;
  /** lambda of the penalty on slopes other than 1 and -1. Default 0. */
  readonly unitSlope?: number;
  /** How many times faster the critic moves than the generator. Default 1. */
  readonly criticSpeed?: number;
}

/** How both players move: each goes down its own loss, and the other stands still meanwhile. */
export function velocity({ place, slope }: Players, rules: DiracRules): Players {
  const { pull, r1 = 0, r2 = 0, unitSlope = 0, criticSpeed = 1 } = rules;
  const score = slope * place;
  const penalty = (r1 + r2) * slope + 2 * unitSlope * (slope - Math.sign(slope));
  return {
    place: -pull.generator(score) * slope,
    slope: -criticSpeed * (pull.critic(score) * place + penalty),
  };
}

/** How large the steps are. */
export type Stride = DiracRules & { readonly stepSize: number };

/** A round in which both players move at once, each as if the other stayed where it is. */
export function together(players: Players, rules: Stride): Players {
  const { place, slope } = velocity(players, rules);
  return { place: players.place + rules.stepSize * place, slope: players.slope + rules.stepSize * slope };
}

/** A round in which the generator moves first, and the critic answers to where the fake is now. */
export function inTurn(players: Players, rules: Stride): Players {
  const place = together(players, rules).place;
  return { place, slope: together({ place, slope: players.slope }, rules).slope };
}

/** The distance of both players from the equilibrium. */
export function distance({ place, slope }: Players): number {
  return Math.hypot(place, slope);
}

/** A matrix of two rows. */
export type Matrix = readonly [readonly [number, number], readonly [number, number]];

/** The Jacobian of `velocity` at the equilibrium; rows and columns are place and slope. Without a penalty on unit slope. */
export function flowMatrix({ pull, r1 = 0, r2 = 0, criticSpeed = 1 }: DiracRules): Matrix {
  return [
    [0, -pull.generator(0)],
    [-criticSpeed * pull.critic(0), -criticSpeed * (r1 + r2)],
  ];
}

/** What a round together does to small distances from the equilibrium: I + h J. */
export function togetherMatrix(rules: Stride): Matrix {
  const [[a, b], [c, d]] = flowMatrix(rules);
  const { stepSize } = rules;
  return [
    [1 + stepSize * a, stepSize * b],
    [stepSize * c, 1 + stepSize * d],
  ];
}

/** What a round in turn does to them: the generator's row first, then the critic's row with the new place. */
export function inTurnMatrix(rules: Stride): Matrix {
  const [[a, b], [c, d]] = togetherMatrix(rules);
  return [
    [a, b],
    [c * a, c * b + d],
  ];
}

export interface Complex {
  readonly real: number;
  readonly imaginary: number;
}

/** Both eigenvalues, that of the larger real or imaginary part first: half the trace, plus and minus a root. */
export function eigenvalues([[a, b], [c, d]]: Matrix): readonly [Complex, Complex] {
  const middle = (a + d) / 2;
  const square = ((a - d) / 2) ** 2 + b * c;
  const reach = Math.sqrt(Math.abs(square));
  const at = (sign: number): Complex =>
    square < 0 ? { real: middle, imaginary: sign * reach } : { real: middle + sign * reach, imaginary: 0 };
  return [at(1), at(-1)];
}

/** By how much a round of this matrix multiplies the distance in the long run: the larger modulus of its eigenvalues. */
export function growth(matrix: Matrix): number {
  return Math.max(...eigenvalues(matrix).map(({ real, imaginary }) => Math.hypot(real, imaginary)));
}

/**
 * How large an orbit is in the moving average of the players, whose decay this is, in units of the orbit.
 *
 * @param turn how far a round turns the players about the equilibrium, in radians
 */
export function averagedOrbit(turn: number, decay: number): number {
  return (1 - decay) / Math.sqrt(1 - 2 * decay * Math.cos(turn) + decay ** 2);
}
