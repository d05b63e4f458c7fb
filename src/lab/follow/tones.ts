import { Sound } from '../sound.ts';

/** Seconds: how long a tone sounds, and how much of that it swells. */
const length = 0.14;
const swell = 0.02;
/** Loudest tone, as a fraction of what the device can do. */
const loudest = 0.25;
/** Seconds from one tone to the next, at least. */
const apart = 1 / 12;

/** Soft short tones. While the sound rests, or the browser holds it back, no tone is asked for, so that none comes late. */
export class Tones extends Sound {
  #last = -Infinity;
  /** From 0 to 1, as the ear takes it. */
  volume = 0.5;

  override async close(): Promise<void> {
    this.#last = -Infinity;
    await super.close();
  }

  /** @param pitch in hertz */
  sound(pitch: number): void {
    const { context } = this;
    if (context?.state !== 'running' || context.currentTime - this.#last < apart || this.volume === 0) return;
    const now = (this.#last = context.currentTime);
    const tone = new OscillatorNode(context, { type: 'sine', frequency: pitch });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.linearRampToValueAtTime(loudest * this.volume ** 2, now + swell);
    gain.gain.linearRampToValueAtTime(0, now + length);
    tone.connect(gain).connect(context.destination);
    tone.onended = () => gain.disconnect();
    tone.start(now);
    tone.stop(now + length);
  }
}
