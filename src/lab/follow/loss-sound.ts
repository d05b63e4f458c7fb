import { filled } from '#words/filling';
import type { Views } from '../contract.ts';
import type { Lab } from '../lab.ts';
import { curvesOf, type Series } from '../view-kinds.ts';
import { isLine } from './chart-data.ts';
import { pitchOf } from './pitch.ts';
import type { FollowWords } from './summary.ts';
import { Tones } from './tones.ts';

/** The line that sounds: the first that speaks of a loss, else the first of all. */
export function soundingSeries(views: Views): Series | undefined {
  const lines = curvesOf(views).flatMap(({ series }) => series.filter(isLine));
  return lines.find(({ actor }) => actor === 'loss') ?? lines[0];
}

interface Controls {
  readonly button: HTMLButtonElement;
  readonly volume: HTMLInputElement;
  readonly said: HTMLElement;
}

/** The loss of a playing run as tones, off until the reader asks for it. */
export class LossSound {
  readonly #lab: Lab;
  readonly #series: Series;
  readonly #controls: Controls;
  readonly #words: FollowWords;
  readonly #tones = new Tones();
  #on = false;

  constructor(lab: Lab, series: Series, { words, ...controls }: Controls & { words: FollowWords }) {
    this.#lab = lab;
    this.#series = series;
    this.#controls = controls;
    this.#words = words;
    controls.button.addEventListener('click', () => void this.#switch());
    controls.volume.addEventListener('input', () => this.#readVolume());
    this.#readVolume();
    lab.on('show', (index) => this.#painted(index));
    lab.on('state', () => void this.#follow());
    document.addEventListener('visibilitychange', () => void this.#follow());
    window.addEventListener('pagehide', () => void this.#tones.rest());
  }

  #readVolume(): void {
    this.#tones.volume = Number(this.#controls.volume.value) / 100;
  }

  /** The click itself opens the sound: browsers allow it at no other time. */
  async #switch(): Promise<void> {
    this.#on = !this.#on;
    this.#say(this.#on ? filled(this.#words.soundOn, { label: this.#series.label }) : this.#words.soundOff);
    if (!this.#on) return void this.#tones.close().catch(() => undefined);
    try {
      await this.#tones.wake();
      await this.#follow();
    } catch (error) {
      this.#on = false;
      this.#say(
        filled(this.#words.silent, { detail: error instanceof Error ? error.message : String(error) }),
      );
    }
  }

  #say(sentence: string): void {
    this.#controls.button.setAttribute('aria-pressed', String(this.#on));
    this.#controls.said.textContent = sentence;
  }

  /** Rests whenever nothing new is painted. A browser that refuses to wake it again leaves it silent. */
  async #follow(): Promise<void> {
    if (!this.#on) return;
    const wanted = this.#lab.state === 'playing' && !document.hidden;
    await (wanted ? this.#tones.wake() : this.#tones.rest()).catch(() => undefined);
  }

  #painted(index: number): void {
    if (!this.#on || this.#lab.state !== 'playing') return;
    const track = this.#lab.history.at(index).track(this.#series.field);
    const value = track.at(-1) ?? NaN;
    if (Number.isFinite(value)) this.#tones.sound(pitchOf(value, track));
  }
}
