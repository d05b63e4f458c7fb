import type { Root } from 'mdast';
import { attribute, components, setAttribute } from './components.ts';
import type { Numbered } from './references.ts';

/** Numbers the uses of a component in reading order, hands each its number, and returns them by name. */
export function numberComponents(tree: Root, component: 'Figure' | 'Demo'): Map<string, Numbered> {
  return new Map(
    components(tree, component).map((element, index) => {
      const name = attribute(element, 'name') ?? '';
      setAttribute(element, 'number', String(index + 1));
      return [name, { number: index + 1, id: `${component.toLowerCase()}-${name}` }] as const;
    }),
  );
}
