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
