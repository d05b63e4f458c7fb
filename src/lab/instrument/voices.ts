import { harmonicsOf } from '#data/harmonics';
import { Sound } from '../sound.ts';

/** The peak of a voice, as a fraction of what the device can do, and how many sound at once at most: together they stay below 1. */
const loudest = 0.15;
const most = 6;
/** Seconds: how long a tone swells, how long it sounds at least, the pace at which it fades, and when that is over. */
const swell = 0.01;
const shortest = 0.25;
const fade = 0.03;
const faded = 10 * fade;

interface Voice {
  readonly tone: OscillatorNode;
  readonly gain: GainNode;
  readonly since: number;
}

/** A tone for each key that is held: one cycle of a sound, repeated as often as its pitch asks for. Nothing clicks. */
export class Voices extends Sound {
  /** By the key that holds it; the longest held comes first. */
  readonly #held = new Map<string, Voice>();
  readonly #sounding = new Set<Voice>();

  /**
   * The oscillator is given the harmonics, not the numbers: so the browser leaves out those that are too high for it, and every voice
   * has the same peak.
   *
   * @param pitch in hertz
   */
  press(key: string, { cycle, pitch }: { cycle: ArrayLike<number>; pitch: number }): void {
    const { context } = this;
    if (!context) return;
    this.release(key);
    for (const oldest of [...this.#held.keys()].slice(0, Math.max(0, this.#held.size + 1 - most)))
      this.release(oldest);
    const { cosine, sine } = harmonicsOf(cycle);
    const wave = new PeriodicWave(context, { real: [0, ...cosine], imag: [0, ...sine] });
    const tone = new OscillatorNode(context, { type: 'custom', periodicWave: wave, frequency: pitch });
    const gain = new GainNode(context, { gain: 0 });
    const since = context.currentTime;
    gain.gain.setValueAtTime(0, since);
    gain.gain.linearRampToValueAtTime(loudest, since + swell);
    tone.connect(gain).connect(context.destination);
    tone.start(since);
    const voice = { tone, gain, since };
    this.#held.set(key, voice);
    this.#sounding.add(voice);
    tone.onended = () => this.#over(voice);
  }

  /** Before a browser has let the sound begin its clock stands: what was pressed and let go then is heard a moment later. */
  release(key: string): void {
    const voice = this.#held.get(key);
    if (!voice || !this.context) return;
    this.#held.delete(key);
    this.#fade(voice, Math.max(this.context.currentTime, voice.since + shortest));
  }

  /** Ends all that sounds, at once. */
  hush(): void {
    if (!this.context) return;
    this.#held.clear();
    for (const voice of this.#sounding) this.#fade(voice, this.context.currentTime);
  }

  #fade({ tone, gain, since }: Voice, when: number): void {
    gain.gain.cancelScheduledValues(Math.max(when, since + swell));
    gain.gain.setTargetAtTime(0, Math.max(when, since + swell), fade);
    tone.stop(Math.max(when, since + swell) + faded);
  }

  #over(voice: Voice): void {
    voice.gain.disconnect();
    this.#sounding.delete(voice);
    if (this.#sounding.size === 0) void this.#restUnlessPressed();
  }

  /** A key may have been pressed while the device went to rest. */
  async #restUnlessPressed(): Promise<void> {
    await this.rest().catch(() => undefined);
    if (this.#sounding.size > 0) await this.wake().catch(() => undefined);
  }
}
