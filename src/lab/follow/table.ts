export interface Grid {
  readonly head: readonly string[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly (string | Node)[])[];
}

/** Writes the grid into the table. Cells that stay the same are not touched, so that whoever reads or uses one may go on. */
export function fillTable(table: HTMLTableElement, { head, rows }: Grid): void {
  const [top] = sized(table.tHead ?? table.createTHead(), ['tr']);
  const body = table.tBodies[0] ?? table.createTBody();
  writeRow(top, head, () => 'col');
  const lines = sized(
    body,
    rows.map(() => 'tr'),
  );
  lines.forEach((line, i) => writeRow(line, rows[i], (column) => (column === 0 ? 'row' : undefined)));
}

type Scope = (column: number) => 'col' | 'row' | undefined;

function writeRow(row: HTMLElement, cells: Grid['rows'][number], scopeOf: Scope): void {
  const scopes = cells.map((_, column) => scopeOf(column));
  sized(
    row,
    scopes.map((scope) => (scope ? 'th' : 'td')),
  ).forEach((cell, column) => {
    const scope = scopes[column];
    if (scope) cell.setAttribute('scope', scope);
    write(cell, cells[column]);
  });
}

function write(cell: HTMLElement, content: string | Node): void {
  const same = typeof content === 'string' ? cell.textContent === content : cell.firstChild === content;
  if (!same) cell.replaceChildren(content);
}

/** The children of `parent`, made as many, and of these names, as asked for. */
function sized(parent: HTMLElement, names: readonly string[]): HTMLElement[] {
  while (parent.children.length > names.length) parent.lastElementChild!.remove();
  names.forEach((name, i) => {
    const child = parent.children.item(i);
    if (!child) parent.append(document.createElement(name));
    else if (child.localName !== name) child.replaceWith(document.createElement(name));
  });
  return [...parent.children] as HTMLElement[];
}
