/** A choice narrows a list by CSS alone: what the chosen value does not fit is told so by two properties that it may use. */

export interface FilterGroup {
  /** Attribute of the listed elements: `modality` for `data-modality="image text"`. */
  readonly name: string;
  readonly legend: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
}

/** Id of the button that chooses `value`. */
export const choiceId = (group: string, value: string): string => `${group}-${value || 'all'}`;

/** `time series` as one word of an attribute. */
export const token = (value: string): string => value.replaceAll(' ', '-');

/**
 * The style sheet of a filter over the list with the id `of`, by the values that each group may choose; it belongs into the head: an element that does not fit gets `--kept: hidden` for its
 * `visibility` and `--kept-display: none` for its `display`.
 */
export function filterRules(of: string, values: Readonly<Record<string, readonly string[]>>): string {
  const rules = Object.entries(values).flatMap(([name, own]) =>
    own.map((value) => {
      const chosen = `:root:has(#${choiceId(name, value)}:checked)`;
      return `${chosen} #${of} [data-${name}]:not([data-${name}~='${value}'])`;
    }),
  );
  return rules.length ? `${rules.join(',')}{--kept:hidden;--kept-display:none}` : '';
}
