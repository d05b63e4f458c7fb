/** How colours of the style sheets look to a reader. */

export type Colour = readonly [red: number, green: number, blue: number];

/** `#1b5fae` as light, each part from 0 to 1. */
export function lightOf(hex: string): Colour {
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
  return [linear(red), linear(green), linear(blue)];
}

/** The inverse of the transfer function of sRGB (IEC 61966-2-1). */
const linear = (part: number): number => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);

/** The contrast of WCAG 2.2, from 1 to 21. */
export function contrast(a: string, b: string): number {
  const [dark, light] = [a, b].map((hex) => luminance(lightOf(hex))).sort((one, other) => one - other);
  return (light + 0.05) / (dark + 0.05);
}

const luminance = ([red, green, blue]: Colour): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

/** The custom properties whose names begin with `prefix` in one theme's block: the light one's, or one of the two dark ones. */
export function themeColours(sheet: string, prefix: string): Readonly<Record<string, string>>[] {
  const blocks = [...sheet.matchAll(/:root[^{]*\{([^{}]*)\}/g)].map(([, body]) => body);
  const found = blocks.map((body) =>
    Object.fromEntries(
      [...body.matchAll(/(--[\w-]+):\s*(#[0-9a-f]{6});/gi)]
        .filter(([, name]) => name.startsWith(prefix))
        .map(([, name, colour]) => [name.slice(prefix.length), colour]),
    ),
  );
  return found.filter((colours) => Object.keys(colours).length > 0);
}

/** How full-blown deficiencies of sight mix red, green and blue: Machado, Oliveira and Fernandes 2009, table 1, severity 1. */
export const sights = {
  usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], // prettier-ignore
  protanopia: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]], // prettier-ignore
  deuteranopia: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]], // prettier-ignore
  tritanopia: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]], // prettier-ignore
} as const;

/** How far apart two colours look, as their distance in OKLab (Ottosson 2020): 0 to about 1. */
export function distance(a: string, b: string, sight: keyof typeof sights = 'usual'): number {
  const [one, other] = [a, b].map((hex) => oklab(seen(lightOf(hex), sight)));
  return Math.hypot(...one.map((part, i) => part - other[i]));
}

const times = (matrix: readonly (readonly number[])[], by: readonly number[]): number[] =>
  matrix.map((row) => row.reduce((sum, entry, i) => sum + entry * by[i], 0));

const seen = (light: Colour, sight: keyof typeof sights): number[] =>
  times(sights[sight], light).map((part) => Math.min(1, Math.max(0, part)));

function oklab(light: readonly number[]): number[] {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    light,
  );
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones.map(Math.cbrt),
  );
}
