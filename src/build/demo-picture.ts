import type { View } from '#lab/contract';
import type { Moment } from '#lab/history';
import { isShown, kindOf, type LegendEntry } from '#lab/view-kinds';
import { bitmapSvg } from './bitmap.ts';
import { brokenLines } from './line-breaks.ts';
import { escapedXml, pictureOf, ruler, type Picture } from './picture.ts';
import { paperColours, stillStyle, withPaperColours } from './still.ts';

const cell = { width: 380, gap: 36, edge: 20, line: 21 };
const labelStyle = 'font-family="Inter" font-size="15" font-weight="600"';
const legendStyle = 'font-family="Inter" font-size="13"';

/** A view drawn at the origin of its cell. */
interface Panel {
  readonly svg: string;
  readonly height: number;
}

/** The pictures of a demo at one moment, two in a row, with their names and legends: for places that run no script. */
export async function demoPicture(views: readonly View[], moment: Moment): Promise<Picture> {
  const drawn = views.filter((view) => isShown(view, moment));
  const panels = (await Promise.all(drawn.map((view) => panel(view, moment)))).filter(
    (one) => one !== undefined,
  );
  const columns = Math.min(2, panels.length);
  const body: string[] = [];
  let y = cell.edge;
  for (let first = 0; first < panels.length; first += columns) {
    const row = panels.slice(first, first + columns);
    row.forEach(({ svg }, column) => {
      const x = cell.edge + column * (cell.width + cell.gap);
      body.push(`<g transform="translate(${x} ${y})">${svg}</g>`);
    });
    y += Math.max(...row.map(({ height }) => height)) + cell.gap;
  }
  const width = 2 * cell.edge + columns * cell.width + (columns - 1) * cell.gap;
  return pictureOf(onPaper(body.join(''), width, y - cell.gap + cell.edge), { scale: 1.5 });
}

function onPaper(body: string, width: number, height: number): string {
  const size = `width="${width}" height="${height}" color="var(--ink)"`;
  const paper = '<rect width="100%" height="100%" fill="var(--paper)"/>';
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}><style>${stillStyle()}</style>${paper}${body}</svg>`;
  return withPaperColours(svg, paperColours());
}

async function panel(view: View, moment: Moment): Promise<Panel | undefined> {
  const drawing = svgOf(view, moment);
  if (!drawing) return undefined;
  const widthOf = await ruler(labelStyle, view.label);
  const lines = brokenLines(view.label, { widthOf, width: cell.width });
  const top = lines.length * cell.line + 4;
  const label = lines.map((line, row) => text(line, { y: 15 + row * cell.line, style: labelStyle }));
  const inner = drawing.svg.replace('<svg', `<svg width="${cell.width}" height="${drawing.height}"`);
  const placed = `<g class="view-${view.kind}"><g class="view-body" transform="translate(0 ${top})">${inner}</g></g>`;
  const legend = (kindOf(view).legend?.(view) ?? []).map((entry, row) =>
    legendRow(entry, top + drawing.height + (row + 1) * cell.line),
  );
  const svg = [...label, placed, ...legend].join('');
  return { svg, height: top + drawing.height + legend.length * cell.line + 8 };
}

function svgOf(view: View, moment: Moment): Panel | undefined {
  const kind = kindOf(view);
  if (kind.form !== 'picture') return undefined;
  const html = kind.markup(view, moment);
  const svg = html.startsWith('<img') ? bitmapSvg(html) : html;
  const [, width, height] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
  return width ? { svg, height: Math.round((cell.width * Number(height)) / Number(width)) } : undefined;
}

function legendRow({ actor, label, mark }: LegendEntry, y: number): string {
  const colour = `var(--actor-${actor})`;
  const dashes = mark === 'floor' ? ' stroke-dasharray="4 3"' : '';
  const drawn =
    mark === 'points'
      ? `<circle cx="9" cy="${y - 5}" r="5" fill="${colour}"/>`
      : `<path d="M0 ${y - 5}h18" stroke="${colour}" stroke-width="2"${dashes}/>`;
  return drawn + text(label, { x: 26, y, style: `${legendStyle} fill="var(--ink-soft)"` });
}

const text = (line: string, { x = 0, y, style }: { x?: number; y: number; style: string }): string =>
  `<text x="${x}" y="${y}" ${style}>${escapedXml(line)}</text>`;
