import type { Module } from './program.ts';

/** Packages by name, as a module that imports one of them sees it. */
export type Packages = Readonly<Record<string, object>>;

/** Where the modules made here find the packages: nothing else that they can reach is shared. */
const shelf = Symbol.for('workshop.packages');

/**
 * Loads modules from their texts, one after the other, each under an address of its own.
 * @param beginning hears which file is about to be loaded, and its address
 * @returns what the last of them exports
 */
export async function loaded(
  modules: readonly Module[],
  packages: Packages,
  beginning: (file: string, address: string) => void,
): Promise<unknown> {
  Object.assign(globalThis, { [shelf]: packages });
  const addresses = new Map(
    Object.keys(packages).map((name) => [name, published(packageModule(name, packages))]),
  );
  let last: unknown;
  for (const module of modules) {
    const address = published(linked(module, addresses));
    addresses.set(module.name, address);
    beginning(module.name, address);
    last = await import(/* @vite-ignore */ address);
  }
  return last;
}

/** The module's text with the addresses of what it imports in the place of their names. */
export function linked({ code, links }: Module, addresses: ReadonlyMap<string, string>): string {
  let text = '';
  let at = 0;
  for (const { from, to, target } of links) {
    text += code.slice(at, from) + (addresses.get(target) ?? target);
    at = to;
  }
  return text + code.slice(at);
}

/** A module that exports what a package does. */
function packageModule(name: string, packages: Packages): string {
  const place = `globalThis[Symbol.for('workshop.packages')][${JSON.stringify(name)}]`;
  const names = Object.keys(packages[name]);
  const values = names.map((exported, i) => `const v${i} = from[${JSON.stringify(exported)}];`);
  const exported = names.map((exported, i) => `v${i} as ${exported}`);
  return `const from = ${place};\n${values.join('\n')}\nexport { ${exported.join(', ')} };`;
}

const published = (text: string): string =>
  URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
