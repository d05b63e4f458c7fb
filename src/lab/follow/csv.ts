export type CsvCell = string | number | null;

/**
 * Rows as a CSV text (RFC 4180): numbers in full with a decimal point, an empty cell for what was not measured, texts in quotes
 * where they hold a comma, a quote or a line break.
 */
export function csvOf(rows: readonly (readonly CsvCell[])[]): string {
  return rows.map((row) => `${row.map(cellText).join(',')}\r\n`).join('');
}

function cellText(cell: CsvCell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  return /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** Hands a CSV text to the reader as a file. */
export function offerCsv(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser takes the file over with the click; the address is let go of when that is surely done.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
