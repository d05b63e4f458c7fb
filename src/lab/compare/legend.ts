import type { Views } from '../contract.ts';
import type { Ghost } from '../history.ts';
import { kindOf } from '../view-kinds.ts';

/** Names the pinned runs under every chart that draws one, and in what the chart says of itself. */
export function writeLegends(root: HTMLElement, views: Views, ghosts: readonly NamedGhost[]): void {
  for (const [name, view] of Object.entries(views)) {
    const curves = kindOf(view).curves?.(view);
    if (!curves) continue;
    const frame = root.querySelector<HTMLElement>(`[data-view="${name}"]`);
    const fields = curves.series.filter(({ style }) => style !== 'floor').map(({ field }) => field);
    const drawn = ghosts.filter(({ moment }) => fields.some((field) => moment.value(field) !== undefined));
    if (frame) writeLegend(frame, drawn);
  }
}

/** A pinned run with the words that set it apart. */
export interface NamedGhost extends Ghost {
  readonly legend: string;
}

function writeLegend(frame: HTMLElement, ghosts: readonly NamedGhost[]): void {
  const legend = frame.querySelector('.legend');
  for (const old of frame.querySelectorAll('.legend > .ghost')) old.remove();
  legend?.append(...ghosts.map(entry));
  const picture = frame.querySelector<HTMLElement>('.view-body')!;
  picture.dataset.ownLabel ??= picture.getAttribute('aria-label') ?? '';
  const told = [picture.dataset.ownLabel, ...ghosts.map(({ legend }) => legend)];
  picture.setAttribute('aria-label', told.join('; '));
}

function entry({ name, legend }: NamedGhost): HTMLElement {
  const item = document.createElement('li');
  item.className = 'ghost';
  item.dataset.ghost = name;
  item.textContent = legend;
  return item;
}
