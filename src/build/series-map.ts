/** The map of the series: topics in columns by what must be read before, and the lines between them. */

/** What the map needs to know of an article or a planned topic. */
export interface Node {
  readonly id: string;
  readonly prerequisites: readonly string[];
}

/** Where a topic stands; both count from 0. */
export interface Place {
  readonly id: string;
  readonly column: number;
  readonly row: number;
}

export interface Edge {
  readonly from: string;
  readonly to: string;
}

export interface SeriesMap {
  /** In the order of reading: every topic after all that it needs, followed by what it leads to. */
  readonly places: readonly Place[];
  /** Without those that follow from others. */
  readonly edges: readonly Edge[];
  readonly columns: number;
  readonly rows: number;
}

/** The map of topics that are given in the order of the series. */
export function seriesMap(nodes: readonly Node[]): SeriesMap {
  const ordered = readingOrder(nodes);
  const edges = directEdges(ordered);
  const places = placed(ordered, edges);
  const highest = (values: readonly number[]): number => Math.max(-1, ...values) + 1;
  return {
    places,
    edges,
    columns: highest(places.map(({ column }) => column)),
    rows: highest(places.map(({ row }) => row)),
  };
}

/** The first topic that can never be reached, because it needs itself or what is not there. */
export function missingPrerequisite(nodes: readonly Node[]): string | undefined {
  const reached = new Set(readingOrder(nodes).map(({ id }) => id));
  return nodes.find(({ id }) => !reached.has(id))?.id;
}

/** Down one branch before the next begins. */
function readingOrder(nodes: readonly Node[]): Node[] {
  const order: Node[] = [];
  const read = new Set<string>();
  const visit = (node: Node): void => {
    if (read.has(node.id) || !node.prerequisites.every((id) => read.has(id))) return;
    read.add(node.id);
    order.push(node);
    for (const next of nodes) if (next.prerequisites.includes(node.id)) visit(next);
  };
  for (const node of nodes) visit(node);
  return order;
}

/** A line is left out where other lines lead the same way. */
function directEdges(ordered: readonly Node[]): Edge[] {
  const before = new Map<string, ReadonlySet<string>>();
  for (const { id, prerequisites } of ordered)
    before.set(id, new Set(prerequisites.flatMap((one) => [one, ...(before.get(one) ?? [])])));
  return ordered.flatMap(({ id, prerequisites }) =>
    prerequisites
      .filter((from) => !prerequisites.some((other) => before.get(other)?.has(from)))
      .map((from) => ({ from, to: id })),
  );
}

/** Each topic one column after the last that it needs, as high as there is room, and never above where it comes from. */
function placed(ordered: readonly Node[], edges: readonly Edge[]): Place[] {
  const places = new Map<string, Place>();
  const taken = new Set<string>();
  for (const { id } of ordered) {
    const parents = edges.flatMap(({ from, to }) => (to === id ? (places.get(from) ?? []) : []));
    const column = Math.max(-1, ...parents.map((parent) => parent.column)) + 1;
    const nearest = parents.filter((parent) => parent.column === column - 1);
    let row = nearest.length ? Math.min(...nearest.map((parent) => parent.row)) : 0;
    while (taken.has(`${column} ${row}`)) row++;
    taken.add(`${column} ${row}`);
    places.set(id, { id, column, row });
  }
  return [...places.values()];
}
