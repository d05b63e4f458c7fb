/** Folders whose files a reader may change or at least read: the workshop takes them as text. All others are in its own program. */
const asText = /^(content|src\/(models|data|metrics))\//;

/**
 * What an import leads to: the path of a file from the root (`#models/dense` and `./dense.ts` are both `src/models/dense.ts`), or
 * the specifier itself where that is a package.
 * @param from path of the file that imports
 */
export function placeOf(specifier: string, from: string): string {
  if (specifier.startsWith('#')) return `src/${specifier.slice(1)}.ts`;
  if (!specifier.startsWith('.')) return specifier;
  return new URL(specifier, `file:///${from}`).pathname.slice(1);
}

/** Whether a place is a file that is handed over as text. */
export const isText = (place: string): boolean => asText.test(place);
