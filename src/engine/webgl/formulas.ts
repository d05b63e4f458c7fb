/** GLSL of what is done number by number. Names that begin with a capital letter are functions of this file. */

/** Functions of floats; the ones of vec4 are made from them. */
const functions: Readonly<Record<string, string>> = {
  Relu: 'float Relu(float x) { return x < 0.0 ? 0.0 : x; }',
  Relu6: 'float Relu6(float x) { return x < 0.0 ? 0.0 : (x > 6.0 ? 6.0 : x); }',
  Leaky: 'float Leaky(float x, float a) { return x < 0.0 ? a * x : x; }',
  Elu: 'float Elu(float x) { return x < 0.0 ? exp(x) - 1.0 : x; }',
  Step: 'float Step(float x, float a) { return x > 0.0 ? 1.0 : (x <= 0.0 ? a : x); }',
  Clip: 'float Clip(float x, float low, float high) { return x < low ? low : (x > high ? high : x); }',
  Larger: 'float Larger(float x, float y) { return x >= y ? x : (y > x ? y : x + y); }',
  Smaller: 'float Smaller(float x, float y) { return x <= y ? x : (y < x ? y : x + y); }',
  // exp(-2|x|) can't overflow; near 0 the series keeps the digits that the difference of exponentials loses.
  Tanh: `float Tanh(float x) {
  float size = abs(x); float shrunk = exp(-2.0 * size);
  return size < 0.02 ? x - x * x * x / 3.0 : sign(x) * (1.0 - shrunk) / (1.0 + shrunk);
}`,
  Softplus: 'float Softplus(float x) { return (x < 0.0 ? 0.0 : x) + log(1.0 + exp(-abs(x))); }',
  Log1p: 'float Log1p(float x) { return abs(x) < 0.01 ? x - x * x * (0.5 - x / 3.0) : log(1.0 + x); }',
  Expm1: 'float Expm1(float x) { return abs(x) < 0.01 ? x + x * x * (0.5 + x / 6.0) : exp(x) - 1.0; }',
  // pow of GLSL knows no negative base; whole exponents are defined for them all the same.
  Power: `float Power(float x, float y) {
  if (y == 0.0) return 1.0;
  if (x < 0.0 && floor(y) < y) return sqrt(x);
  float size = pow(abs(x), y);
  return x < 0.0 && mod(abs(y), 2.0) == 1.0 ? -size : size;
}`,
};

/** TensorFlow.js's kernels of one argument. */
export const unary: Readonly<Record<string, string>> = {
  Neg: '(-$0)',
  Square: '($0 * $0)',
  Sqrt: 'sqrt($0)',
  Rsqrt: 'inversesqrt($0)',
  Exp: 'exp($0)',
  Log: 'log($0)',
  Log1p: 'Log1p($0)',
  Expm1: 'Expm1($0)',
  Abs: 'abs($0)',
  Sign: 'sign($0)',
  Sin: 'sin($0)',
  Cos: 'cos($0)',
  Reciprocal: '(1.0 / $0)',
  Sigmoid: '(1.0 / (1.0 + exp(-$0)))',
  Tanh: 'Tanh($0)',
  Relu: 'Relu($0)',
  Relu6: 'Relu6($0)',
  Elu: 'Elu($0)',
  Softplus: 'Softplus($0)',
};

/** Kernels of two arguments, and what they make of two constants. */
export const binary: Readonly<Record<string, readonly [string, (x: number, y: number) => number]>> = {
  Add: ['($0 + $1)', (x, y) => x + y],
  Sub: ['($0 - $1)', (x, y) => x - y],
  Multiply: ['($0 * $1)', (x, y) => x * y],
  RealDiv: ['($0 / $1)', (x, y) => x / y],
  Maximum: ['Larger($0, $1)', Math.max],
  Minimum: ['Smaller($0, $1)', Math.min],
  Pow: ['Power($0, $1)', Math.pow],
  SquaredDifference: ['(($0 - $1) * ($0 - $1))', (x, y) => (x - y) ** 2],
};

/** Kernels whose attributes are arguments too: the formula, and the names of the attributes in their order. */
export const withAttributes: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  LeakyRelu: ['Leaky($0, $1)', ['alpha']],
  Step: ['Step($0, $1)', ['alpha']],
  ClipByValue: ['Clip($0, $1, $2)', ['clipValueMin', 'clipValueMax']],
};

/** The functions that these formulas call, for one number and for four. */
export function formulaFunctions(formulas: Iterable<string>): string {
  const called = new Set([...formulas].flatMap((formula) => formula.match(/\b[A-Z]\w*/g) ?? []));
  return [...called]
    .filter((name) => name in functions)
    .map((name) => `${functions[name]}\n${forFour(name)}`)
    .join('\n');
}

function forFour(name: string): string {
  const names = /\(([^)]*)\)/
    .exec(functions[name])![1]
    .split(',')
    .map((argument) => argument.trim().split(' ')[1]);
  const parts = ['x', 'y', 'z', 'w'].map(
    (lane) => `${name}(${names.map((argument) => `${argument}.${lane}`).join(', ')})`,
  );
  return `vec4 ${name}(${names.map((argument) => `vec4 ${argument}`).join(', ')}) { return vec4(${parts.join(', ')}); }`;
}
