/**
 * One floating card for the whole page, which says more about what it stands beside: a reference, a symbol. It comes when the
 * pointer rests on a target, when the keyboard reaches one, or at the first tap; it stays while the pointer or the focus is in
 * it, and goes with Escape, with a second tap, or when the reader turns elsewhere. All listeners are the document's own, so
 * thousands of targets cost nothing.
 */

/** What has cards: which elements, and what theirs hold. */
export interface CardKind {
  readonly selector: string;
  /** What the card of `target` holds, its first element being what describes the target; nothing means no card. */
  readonly content: (target: Element) => Node | undefined;
  readonly onShow?: (target: Element) => void;
  readonly onHide?: (target: Element) => void;
}

interface Shown {
  readonly kind: CardKind;
  readonly target: Element;
  /** Stays when the pointer leaves: it came by keyboard or by touch. */
  readonly isPinned: boolean;
}

/** Milliseconds for which the pointer rests before a card comes, and for which it may be away before the card goes. */
const rest = 200;
const absence = 300;
/** Pixels between target and card, and between card and edge of the window. */
const gap = 6;

const kinds: CardKind[] = [];
const card = document.createElement('div');
let shown: Shown | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
let pointer = '';

/** Gives cards to all elements of the page that match, now and later. */
export function showCards(kind: CardKind): void {
  if (kinds.push(kind) > 1) return;
  card.id = 'card';
  card.className = 'card';
  card.popover = 'manual';
  card.hidden = true;
  document.body.append(card);
  document.addEventListener('pointerover', hovered);
  document.addEventListener('pointerdown', pressed);
  document.addEventListener('click', clicked);
  document.addEventListener('focusin', focused);
  document.addEventListener('keydown', typed);
  addEventListener('hashchange', hide);
}

/** What has a card of its own; links within the card have none, or it would replace itself under the reader's finger. */
function found(at: EventTarget | null): Pick<Shown, 'kind' | 'target'> | undefined {
  if (!(at instanceof Element) || card.contains(at)) return undefined;
  for (const kind of kinds) {
    const target = at.closest(kind.selector);
    if (target) return { kind, target };
  }
  return undefined;
}

const isWithin = (at: EventTarget | null): boolean =>
  at instanceof Node && (card.contains(at) || Boolean(shown?.target.contains(at)));

function show(next: Shown): void {
  hide();
  const content = next.kind.content(next.target);
  if (!content) return;
  card.replaceChildren(content);
  card.hidden = false;
  card.showPopover?.();
  shown = next;
  describe(next.target);
  place(next.target);
  next.kind.onShow?.(next.target);
}

/** Takes the card away, and what was about to show one. */
export function hide(): void {
  clearTimeout(timer);
  if (!shown) return;
  const { kind, target } = shown;
  shown = undefined;
  target.removeAttribute('aria-describedby');
  if (card.matches(':popover-open')) card.hidePopover();
  card.hidden = true;
  kind.onHide?.(target);
}

function describe(target: Element): void {
  const description = card.firstElementChild ?? card;
  description.id ||= 'card-text';
  target.setAttribute('aria-describedby', description.id);
}

/** Below the target, or above it where there is more room; in small windows the style makes it a sheet on that side. */
function place(target: Element): void {
  const { clientWidth, clientHeight, dir } = document.documentElement;
  const at = target.getClientRects()[0] ?? target.getBoundingClientRect();
  const [above, below] = [at.top, clientHeight - at.bottom].map((room) => room - 2 * gap);
  card.style.setProperty('--room', `${Math.max(above, below)}px`);
  const { offsetWidth: width, offsetHeight: height } = card;
  const isBelow = height <= below || above <= below;
  const left = Math.max(gap, Math.min(at.left, clientWidth - width - gap));
  const start = dir === 'rtl' ? clientWidth - left - width - scrollX : left + scrollX;
  card.dataset.side = isBelow ? 'below' : 'above';
  card.style.setProperty('--start', `${start}px`);
  card.style.setProperty('--top', `${scrollY + (isBelow ? at.bottom + gap : at.top - gap - height)}px`);
}

function hovered({ target: at, pointerType }: PointerEvent): void {
  if (pointerType === 'touch') return;
  clearTimeout(timer);
  if (isWithin(at)) return;
  const next = found(at);
  if (next) timer = setTimeout(() => show({ ...next, isPinned: false }), rest);
  else if (shown && !shown.isPinned) timer = setTimeout(hide, absence);
}

function pressed({ target, pointerType }: PointerEvent): void {
  pointer = pointerType;
  if (!isWithin(target)) hide();
}

/** A tap shows the card before a link is followed; the card holds the links. */
function clicked(event: MouseEvent): void {
  const next = found(event.target);
  const isTap = pointer === 'touch' && event.detail > 0;
  if (!next) {
    if (shown && event.target instanceof Element && event.target.closest('#card a')) hide();
  } else if (isTap && shown?.target !== next.target) {
    event.preventDefault();
    show({ ...next, isPinned: true });
  } else {
    if (isTap) event.preventDefault();
    hide();
  }
}

function focused({ target: at }: FocusEvent): void {
  const next = found(at);
  if (next && next.target !== shown?.target && next.target.matches(':focus-visible')) {
    show({ ...next, isPinned: true });
  } else if (shown && isWithin(at)) {
    clearTimeout(timer);
    shown = { ...shown, isPinned: true };
  } else if (shown?.isPinned) hide();
}

function typed(event: KeyboardEvent): void {
  if (!shown) return;
  if (event.key === 'Escape') {
    if (card.contains(document.activeElement)) (shown.target as HTMLElement).focus();
    hide();
  } else if (event.key === 'Tab') step(event, shown.target as HTMLElement);
}

/** The card follows its target in the order of the Tab key, wherever it lies in the page. */
function step(event: KeyboardEvent, target: HTMLElement): void {
  const stops = [...card.querySelectorAll<HTMLElement>('a[href], button, summary')];
  const edge = event.shiftKey ? 0 : stops.length - 1;
  if (document.activeElement === target && !event.shiftKey && stops.length) {
    event.preventDefault();
    stops[0].focus();
  } else if (
    card.contains(document.activeElement) &&
    stops.indexOf(document.activeElement as HTMLElement) === edge
  ) {
    if (event.shiftKey) event.preventDefault();
    target.focus();
  }
}
