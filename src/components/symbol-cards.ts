/**
 * Points at a symbol anywhere, in a formula, a listing, a drawing or the text: its card says what it is, and all its occurrences
 * light up. The number of an equation does so for all symbols of the equation, which is the keyboard's way to them.
 */
import { showCards } from './card.ts';

/** One rule lights all occurrences, however many there are. */
const light = new CSSStyleSheet();
document.adoptedStyleSheets.push(light);

/** The entry of a symbol or a term in the article's list, to be shown elsewhere. */
function entry(id: string): DocumentFragment | undefined {
  const listed = document.getElementById(id);
  if (!listed) return undefined;
  const copy = document.createDocumentFragment();
  const shown = document.createElement('dl');
  shown.className = 'symbols';
  shown.append(...[...listed.childNodes].map((node) => node.cloneNode(true)));
  copy.append(shown);
  return copy;
}

function symbolsOf(target: Element): string[] {
  const { symbol } = (target as HTMLElement).dataset;
  if (symbol) return [symbol];
  const tied = target.closest('.equation')?.querySelectorAll<HTMLElement>('[data-symbol]') ?? [];
  return [...new Set([...tied].map(({ dataset }) => dataset.symbol ?? ''))];
}

function cardOf(target: Element): Node | undefined {
  const { term } = (target as HTMLElement).dataset;
  const ids = term ? [`term-${term}`] : symbolsOf(target).map((name) => `symbol-${name}`);
  const entries = ids.map(entry).filter((one) => one !== undefined);
  if (entries.length === 0) return undefined;
  const card = document.createElement('div');
  card.append(...entries);
  return card;
}

function lightUp(target: Element): void {
  const equation = target.closest('.equation-number')?.parentElement;
  const marks = equation
    ? [`#${CSS.escape(equation.id)} [data-symbol]`]
    : symbolsOf(target).map((name) => `[data-symbol="${name}"]`);
  if (marks.length === 0) return;
  const drawn = marks.map((mark) => `svg ${mark}`);
  light.replaceSync(
    `${marks.join()}{background:var(--lit)}` +
      `${drawn.join()}{paint-order:stroke;stroke:var(--lit);stroke-width:6px}` +
      `@media (forced-colors:active){${marks.join()}{color:HighlightText;forced-color-adjust:none}}`,
  );
}

showCards({
  selector: '[data-symbol], [data-term], .equation-number',
  content: cardOf,
  onShow: lightUp,
  onHide: () => light.replaceSync(''),
});
