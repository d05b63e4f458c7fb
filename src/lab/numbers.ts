/** How the lab writes numbers: short, with a fixed number of significant digits, so that a changing number does not jump. */
export function formatted(value: number, significant = 3): string {
  if (!Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (Number.isInteger(value) && size < 1e6) return String(value).replace('-', '−');
  const text =
    size !== 0 && (size < 1e-3 || size >= 1e6) ? scientific(value, significant) : plain(value, significant);
  return text.replace('-', '−');
}

function plain(value: number, significant: number): string {
  const magnitude = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(value)));
  return value.toFixed(Math.max(0, Math.min(6, significant - 1 - magnitude)));
}

function scientific(value: number, significant: number): string {
  const [mantissa, exponent] = value.toExponential(significant - 1).split('e');
  return `${mantissa}·10${superscript(Number(exponent))}`;
}

function superscript(exponent: number): string {
  const digits = '⁰¹²³⁴⁵⁶⁷⁸⁹';
  return (
    (exponent < 0 ? '⁻' : '') + String(Math.abs(exponent)).replace(/\d/g, (digit) => digits[Number(digit)])
  );
}

/** A place for a number in a template: `{loss}` or, with three significant digits, `{loss:3}`. */
export const slotPattern = /\{(\w+)(?::(\d+))?\}/g;

/** The template with the numbers in their places; a number that was not measured shows as a dash. */
export function filled(template: string, value: (field: string) => unknown): string {
  return template.replace(slotPattern, (_, field: string, significant?: string) => {
    const found = value(field);
    if (typeof found === 'number')
      return formatted(found, significant === undefined ? 3 : Number(significant));
    return typeof found === 'string' ? found : '–';
  });
}
