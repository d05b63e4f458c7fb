import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import type { History } from '../history.ts';
import type { Lab } from '../lab.ts';
import { recordedHistory } from '../recording.ts';
import type { LivingView } from '../view-kinds.ts';
import type { InstrumentView } from '../views/instrument.ts';
import { cyclesIn, type Cycle } from './cycles.ts';
import { pitchOf } from './keys.ts';
import { Voices } from './voices.ts';

/**
 * Plays the cycles that a view shows: each press of a key the next of them, or the same again. It sounds only while a key is held, and
 * a little after.
 */
export class Keyboard {
  readonly #lab: Lab;
  readonly #frame: HTMLElement;
  readonly #view: InstrumentView;
  readonly #keys: HTMLButtonElement[];
  readonly #voices = new Voices();
  readonly #words = pageWords().lab.instrument;
  /** What is pressed now: a pointer's key, or a letter's. */
  readonly #held = new Set<HTMLButtonElement>();
  /** The frame that is shown; the last one where none was named. */
  #index: number | undefined;
  #recorded: Promise<History> | undefined;
  #chosen = -1;

  constructor({ lab, frame, view }: LivingView<InstrumentView>) {
    this.#lab = lab;
    this.#frame = frame;
    this.#view = view;
    this.#keys = [...frame.querySelectorAll<HTMLButtonElement>('.key')];
    this.#hearKeys(frame.querySelector<HTMLElement>('.keys')!);
    this.#hearLab();
  }

  #hearKeys(keys: HTMLElement): void {
    for (const key of this.#keys) {
      key.addEventListener('pointerdown', (event) => {
        if (event.button !== 0) return;
        key.setPointerCapture(event.pointerId);
        key.focus({ preventScroll: true });
        this.#press(key);
      });
      key.addEventListener('lostpointercapture', () => this.#release(key));
      // A screen reader clicks without a pointer: a short tone.
      key.addEventListener('click', (event) => {
        if (event.detail !== 0) return;
        this.#press(key);
        this.#release(key);
      });
    }
    keys.addEventListener('keydown', (event) => this.#keyDown(event));
    keys.addEventListener('keyup', (event) => this.#keyUp(event));
    keys.addEventListener('focusin', ({ target }) => this.#comeTo(target as HTMLButtonElement));
    keys.addEventListener('focusout', ({ relatedTarget }) => {
      if (!keys.contains(relatedTarget as Node | null)) this.#releaseAll();
    });
  }

  #hearLab(): void {
    const lab = this.#lab;
    lab.on('show', (index) => {
      this.#index = index;
      this.#mark();
    });
    lab.on('start', () => (this.#index = undefined));
    lab.on('state', (state) => {
      if (state === 'ready') this.#index = undefined;
      if (state === 'ready' || state === 'paused') this.#hush();
    });
    document.addEventListener('visibilitychange', () => document.hidden && this.#hush());
    window.addEventListener('pagehide', () => this.#hush());
  }

  /** The key that a key of the computer's keyboard stands for. */
  #keyOf({ key, target }: KeyboardEvent): HTMLButtonElement | undefined {
    if (key === ' ' || key === 'Enter') return target as HTMLButtonElement;
    return this.#keys.find(({ dataset }) => dataset.letter === key.toLowerCase());
  }

  #keyDown(event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const to = this.#beside(event);
    const key = this.#keyOf(event);
    if (!to && !key) return;
    event.preventDefault();
    if (to) to.focus();
    else if (key && !event.repeat) this.#press(key);
  }

  #keyUp(event: KeyboardEvent): void {
    const key = this.#keyOf(event);
    if (!key) return;
    event.preventDefault();
    this.#release(key);
  }

  /** Where arrows, Home and End lead. */
  #beside({ key, target }: KeyboardEvent): HTMLButtonElement | undefined {
    const at = this.#keys.indexOf(target as HTMLButtonElement);
    const last = this.#keys.length - 1;
    const places: Record<string, number> = {
      ...{ ArrowLeft: at - 1, ArrowDown: at - 1, ArrowRight: at + 1, ArrowUp: at + 1 },
      ...{ Home: 0, End: last },
    };
    return key in places ? this.#keys[Math.max(0, Math.min(last, places[key]))] : undefined;
  }

  /** The keyboard is one stop of the Tab key: the key that was used last. */
  #comeTo(target: HTMLButtonElement): void {
    for (const key of this.#keys) key.tabIndex = key === target ? 0 : -1;
  }

  #press(key: HTMLButtonElement): void {
    if (this.#held.has(key)) return;
    this.#held.add(key);
    key.classList.add('pressed');
    void this.#play(key);
  }

  /** The press itself opens the sound: browsers allow it at no other time. */
  async #play(key: HTMLButtonElement): Promise<void> {
    const opened = this.#voices.wake().then(
      () => '',
      (error: unknown) => filled(pageWords().tools.follow.silent, { detail: String(error) }),
    );
    const cycles = await this.#cycles();
    if (cycles.length === 0) return;
    const stays = this.#chosen >= 0 && this.#frame.querySelector<HTMLInputElement>('[data-hold]')!.checked;
    this.#chosen = (this.#chosen + (stays ? 0 : 1)) % cycles.length;
    const { number, pitch } = { number: this.#chosen, pitch: pitchOf(Number(key.dataset.key)) };
    const { cycle } = cycles[number];
    this.#voices.press(key.dataset.key!, { cycle, pitch });
    if (!this.#held.has(key)) this.#voices.release(key.dataset.key!);
    this.#mark();
    this.#say(cycles[number], cycles.length);
    const problem = await opened;
    if (problem) this.#frame.querySelector('[data-played]')!.append(` ${problem}`);
  }

  #release(key: HTMLButtonElement): void {
    this.#held.delete(key);
    key.classList.remove('pressed');
    this.#voices.release(key.dataset.key!);
  }

  #releaseAll(): void {
    for (const key of this.#held) this.#release(key);
  }

  #hush(): void {
    this.#releaseAll();
    this.#voices.hush();
  }

  /** What is shown: the present run, or the recorded one, fetched once. */
  async #cycles(): Promise<Cycle[]> {
    const { history, definition } = this.#lab;
    const recorded = async (): Promise<History> => (this.#recorded ??= recordedHistory(definition.recording));
    try {
      const shown = history.length > 0 ? history : await recorded();
      return cyclesIn(this.#view, shown.at(this.#index ?? shown.length - 1));
    } catch {
      this.#recorded = undefined;
      this.#lab.stage.problem(pageWords().lab.noRecording);
      return [];
    }
  }

  #mark(): void {
    const cells = this.#frame.querySelectorAll('.view-body .cell');
    cells.forEach((cell, i) => cell.classList.toggle('sounding', i === this.#chosen));
  }

  #say({ name, distance }: Cycle, count: number): void {
    const said = { number: this.#chosen + 1, count, name, distance: distance.toFixed(1) };
    this.#frame.querySelector('[data-played]')!.textContent = filled(this.#words.played, said);
  }
}
