import { filled } from '#words/filling';
import { pageWords, type ScriptWords } from '#words/page';
import type { BackendName } from './backend.ts';
import type { Views } from './contract.ts';
import type { Ghost, History, Moment } from './history.ts';
import type { Remedy } from './missing.ts';
import { formatted } from './numbers.ts';
import { isShown, kindOf } from './view-kinds.ts';

type Badge = keyof ScriptWords['lab']['badges'];

/** What the reader sees of a run: its pictures at one moment, the timeline, the badge and the words. */
export class Stage {
  readonly #root: HTMLElement;
  readonly #views: Views;
  readonly #words = pageWords().lab;
  readonly #written = new Map<HTMLElement, string>();
  #paint: (() => void) | undefined;
  #painted: (() => void)[] = [];
  #ghosts: readonly Ghost[] = [];
  #shown: Moment | undefined;

  constructor(root: HTMLElement, views: Views) {
    this.#root = root;
    this.#views = views;
  }

  /**
   * Paints frame `index` at the browser's next animation frame (at most one paint each), then calls `painted`; also where a later
   * frame took its place, for a run waits for it.
   */
  show(history: History, index: number, painted: () => void = () => undefined): void {
    const scheduled = this.#paint !== undefined;
    this.#painted.push(painted);
    this.#paint = () => {
      this.#draw(history.at(index));
      this.#moveTimeline(history, index);
    };
    if (scheduled) return;
    requestAnimationFrame(() => {
      const paint = this.#paint;
      this.#paint = undefined;
      paint?.();
      for (const tell of this.#painted.splice(0)) tell();
    });
  }

  /** From now on charts draw these runs beneath the one that is shown. */
  haunt(ghosts: readonly Ghost[]): void {
    this.#ghosts = ghosts;
    if (this.#shown) this.#draw(this.#shown);
  }

  badge(kind: Badge): void {
    const badge = this.#root.querySelector<HTMLElement>('.badge')!;
    badge.dataset.kind = kind;
    badge.textContent = this.#words.badges[kind];
  }

  /** One sentence, read out politely; with a bar while something takes time (`fraction` where it is known). */
  say(sentence: string, busy?: { fraction?: number }): void {
    const status = this.#find('[data-status]');
    // Writing the same words again would have them read out again.
    if (status.textContent !== sentence) status.textContent = sentence;
    const bar = this.#root.querySelector('progress')!;
    bar.hidden = busy === undefined;
    if (busy?.fraction === undefined) bar.removeAttribute('value');
    else bar.value = busy.fraction;
  }

  /** Where the run computes, and why there; nothing when nothing runs. */
  backend(name?: BackendName, reason = ''): void {
    const { backends, runsOn } = this.#words;
    const sentence = name ? filled(runsOn, { backend: backends[name], reason }) : '';
    this.#find('[data-backend]').textContent = sentence.trim();
  }

  /** A failure is said beside the controls, with the button that may help. */
  problem(sentence: string, remedy?: Remedy): void {
    this.#find('[data-problem]').textContent = sentence;
    this.#find('[data-action="retry"]').hidden = remedy !== 'retry';
    this.#find('[data-action="reload"]').hidden = remedy !== 'reload';
  }

  playing(now: boolean): void {
    const button = this.#root.querySelector<HTMLElement>('[data-action="play"]');
    if (button) button.textContent = now ? this.#words.pause : this.#words.play;
    this.#root.toggleAttribute('data-playing', now);
  }

  #draw(shown: Moment): void {
    this.#shown = shown;
    const moment = { ...shown, ghosts: this.#ghosts };
    for (const [name, view] of Object.entries(this.#views)) {
      const frame = this.#find(`[data-view="${name}"]`);
      const body = frame.querySelector<HTMLElement>('.view-body')!;
      frame.hidden = !isShown(view, moment);
      const kind = kindOf(view);
      if (kind.update) kind.update(body, moment);
      else this.#write(body, kind.markup(view, moment));
    }
  }

  /** Most frames change a curve or two: a picture that stays the same is not painted again. */
  #write(body: HTMLElement, html: string): void {
    if (this.#written.get(body) === html) return;
    this.#written.set(body, html);
    body.innerHTML = html;
  }

  #moveTimeline(history: History, index: number): void {
    const range = this.#root.querySelector<HTMLInputElement>('[data-timeline]');
    if (!range) return;
    range.max = String(Math.max(0, history.length - 1));
    range.value = String(index);
    const text = filled(this.#words.step, { step: formatted(history.stepAt(index)) });
    range.setAttribute('aria-valuetext', text);
    this.#find('[data-timeline-step]').textContent = text;
  }

  #find(selector: string): HTMLElement {
    return this.#root.querySelector<HTMLElement>(selector)!;
  }
}
