/** A heading as Astro reports it. */
export interface FlatHeading {
  readonly depth: number;
  readonly slug: string;
  readonly text: string;
}

export interface OutlineEntry {
  readonly slug: string;
  readonly text: string;
  readonly children: readonly OutlineEntry[];
}

/** Nests the flat list of headings from h2 down to `deepest`; what is deeper is left out. */
export function outline(headings: readonly FlatHeading[], { deepest = 4 } = {}): OutlineEntry[] {
  const top: OutlineEntry[] = [];
  const open: { depth: number; children: OutlineEntry[] }[] = [{ depth: 1, children: top }];
  for (const { depth, slug, text } of headings) {
    if (depth < 2 || depth > deepest) continue;
    while (open[open.length - 1].depth >= depth) open.pop();
    const children: OutlineEntry[] = [];
    open[open.length - 1].children.push({ slug, text, children });
    open.push({ depth, children });
  }
  return top;
}
