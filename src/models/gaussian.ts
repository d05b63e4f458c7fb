/**
 * One Gaussian on the plane: a generative model of five numbers. It is a way of making points: take two numbers of standard
 * normal noise, stretch them, slant them, shift them. Run backwards, it turns data into noise; what that noise lacks to be
 * standard normal is the slope of the loss.
 */

/** The five numbers that are learnt: x = meanX + spreadX * a and y = meanY + slant * a + spreadY * b, from noise (a, b). */
export interface Gaussian {
  readonly meanX: number;
  readonly meanY: number;
  /** Standard deviation of x, above 0. */
  readonly spreadX: number;
  /** How far y moves when the noise a grows by one. */
  readonly slant: number;
  /** Standard deviation of y once x is known, above 0. */
  readonly spreadY: number;
}

/** A Gaussian without slant around (meanX, meanY), equally wide along both axes. */
export function createGaussian(meanX: number, meanY: number, spread: number): Gaussian {
  return { meanX, meanY, spreadX: spread, slant: 0, spreadY: spread };
}

/**
 * New points from noise.
 * @param noise draws from N(0, 1), two per point: [2 * count]
 * @returns x0, y0, x1, y1, ...: [2 * count]
 */
export function sample(gaussian: Gaussian, noise: Float32Array): Float32Array {
  const { meanX, meanY, spreadX, slant, spreadY } = gaussian;
  const points = new Float32Array(noise.length);
  for (let i = 0; i < noise.length; i += 2) {
    points[i] = meanX + spreadX * noise[i];
    points[i + 1] = meanY + slant * noise[i] + spreadY * noise[i + 1];
  }
  return points;
}

/**
 * The noise that would have made the points: `sample` read backwards.
 * @param points x0, y0, x1, y1, ...: [2 * count]
 */
export function noiseBehind(gaussian: Gaussian, points: Float32Array): Float32Array {
  const { meanX, meanY, spreadX, slant, spreadY } = gaussian;
  const noise = new Float32Array(points.length);
  for (let i = 0; i < points.length; i += 2) {
    noise[i] = (points[i] - meanX) / spreadX;
    noise[i + 1] = (points[i + 1] - meanY - slant * noise[i]) / spreadY;
  }
  return noise;
}

/**
 * How surprised the model is by the points: the mean of -log p(x, y), in nats per point.
 * @param points x0, y0, x1, y1, ...: [2 * count], count at least 1
 */
export function negativeLogLikelihood(gaussian: Gaussian, points: Float32Array): number {
  let squares = 0;
  for (const noise of noiseBehind(gaussian, points)) squares += noise ** 2;
  const count = points.length / 2;
  return Math.log(2 * Math.PI * gaussian.spreadX * gaussian.spreadY) + squares / (2 * count);
}

/** Five small changes, made to the noise before the Gaussian shapes it: two shifts, two stretches (as logarithms), a slant. */
export interface Change {
  readonly shiftX: number;
  readonly shiftY: number;
  readonly stretchX: number;
  readonly slant: number;
  readonly stretchY: number;
}

/**
 * The slope of the negative log-likelihood along each change. All five are 0 when the noise
 * behind the points has mean 0, mean square 1 and no link between its two numbers: the model
 * is then as good as a Gaussian can be.
 * @param points x0, y0, x1, y1, ...: [2 * count], count at least 1
 */
export function slopes(gaussian: Gaussian, points: Float32Array): Change {
  const noise = noiseBehind(gaussian, points);
  const mean = { a: 0, b: 0, aa: 0, ab: 0, bb: 0 };
  const share = 2 / points.length;
  for (let i = 0; i < noise.length; i += 2) {
    const a = noise[i];
    const b = noise[i + 1];
    mean.a += share * a;
    mean.b += share * b;
    mean.aa += share * a * a;
    mean.ab += share * a * b;
    mean.bb += share * b * b;
  }
  return { shiftX: -mean.a, shiftY: -mean.b, stretchX: 1 - mean.aa, slant: -mean.ab, stretchY: 1 - mean.bb };
}

/** The Gaussian whose noise is changed first: a becomes shiftX + e^stretchX a, and b becomes shiftY + slant a + e^stretchY b. */
export function changed(gaussian: Gaussian, change: Change): Gaussian {
  const { meanX, meanY, spreadX, slant, spreadY } = gaussian;
  return {
    meanX: meanX + spreadX * change.shiftX,
    meanY: meanY + slant * change.shiftX + spreadY * change.shiftY,
    spreadX: spreadX * Math.exp(change.stretchX),
    slant: slant * Math.exp(change.stretchX) + spreadY * change.slant,
    spreadY: spreadY * Math.exp(change.stretchY),
  };
}

/**
 * One step of gradient descent: each change is made a little, against its slope.
 * Steps are measured in the model's own spreads, so that thin and wide data are learnt
 * at the same pace (the relative gradient of Cardoso and Laheld, 1996).
 * @param points x0, y0, x1, y1, ...: [2 * count], count at least 1
 * @param learningRate the length of the step as a multiple of the slope, between 0 and 1
 */
export function trainingStep(gaussian: Gaussian, points: Float32Array, learningRate: number): Gaussian {
  const slope = slopes(gaussian, points);
  return changed(gaussian, {
    shiftX: -learningRate * slope.shiftX,
    shiftY: -learningRate * slope.shiftY,
    stretchX: -learningRate * slope.stretchX,
    slant: -learningRate * slope.slant,
    stretchY: -learningRate * slope.stretchY,
  });
}
