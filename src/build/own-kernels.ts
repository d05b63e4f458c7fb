import ts from 'typescript';
import type { ModuleGraph } from './module-graph.ts';

/** A kernel of the project's own, which models ask for by its name, and how it gets beneath a backend that has none. */
export interface OwnKernel {
  readonly kernel: string;
  readonly module: string;
  /** That function of the module takes the backend's name. */
  readonly register: string;
}

const ownKernels: readonly OwnKernel[] = [
  { kernel: 'SeededNormal', module: 'src/engine/seeded-normal.ts', register: 'registerSeededNormal' },
];

/** Those that the modules ask for: no import leads to them. */
export function kernelsIn({ modules }: ModuleGraph): OwnKernel[] {
  const texts = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node)) texts.add(node.text);
    ts.forEachChild(node, visit);
  };
  modules.forEach(visit);
  return ownKernels.filter(({ kernel }) => texts.has(kernel));
}
