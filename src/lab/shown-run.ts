import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import type { Bed } from './bed.ts';
import type { Frame } from './contract.ts';
import { whyMissing } from './missing.ts';
import type { Failure } from './protocol.ts';
import { ending, sentenceOf } from './run-words.ts';

/** What the reader sees of a run, in pictures and in words, and what tools hear of it. */
export class ShownRun {
  readonly #bed: Bed;
  readonly #words = pageWords().lab;

  constructor(bed: Bed) {
    this.#bed = bed;
  }

  /** The step of the newest frame. */
  get step(): number {
    return this.#bed.history.stepAt(this.#bed.history.length - 1);
  }

  /**
   * A frame that took so many milliseconds becomes the newest; `painted` is called when it is on the stage, or an earlier one still
   * is because the reader looks back.
   */
  add(frame: Frame, took: number, painted: () => void): void {
    const { history, stage, definition, state, events } = this.#bed;
    if (history.length === 0) stage.badge(definition.badge === 'illustration' ? 'illustration' : 'live');
    history.add(frame);
    const behind = frame.progress === undefined ? undefined : { fraction: frame.progress };
    stage.say(sentenceOf(frame, this.#bed), state === 'playing' ? behind : undefined);
    // A tool may pause the run now, and say why in place of that.
    events.tell('frame', frame);
    events.tell('made', took);
    this.#show(painted, history.lookedAt);
  }

  /** The newest frame as it looks now. */
  renew(frame: Frame, painted: () => void): void {
    const { history, stage, events } = this.#bed;
    history.renew(frame);
    if (frame.message !== undefined) stage.say(sentenceOf(frame, this.#bed));
    events.tell('looked', frame);
    this.#show(painted);
  }

  /** Of the frames that are made again, so many are still to come. */
  repeating(left: number): void {
    this.#bed.stage.say(this.#words.repeating, { fraction: 1 - left / this.#bed.history.length });
  }

  /** The run was taken back: it goes on after so many frames. */
  cut(frames: number): void {
    const { history, events } = this.#bed;
    history.cut(frames);
    events.tell('cut', frames);
    this.#show();
  }

  rests(): void {
    this.#bed.enter('paused');
    this.#bed.stage.say(filled(this.#words.paused, { step: this.step }));
  }

  /** All is learnt; with `open`, its last frame, the run can still be looked at. */
  finished(open?: Frame): void {
    if (open) this.#bed.enter('finished');
    else this.#bed.over('finished');
    const said = open ? sentenceOf(open, this.#bed) : filled(this.#words.finished, { step: this.step });
    this.#bed.stage.say(said);
  }

  async failed(failure: Failure): Promise<void> {
    const { stage, events } = this.#bed;
    this.#bed.over('failed');
    events.tell('failed', failure);
    if (!failure.missing) return stage.problem(ending(failure), failure.retry ? 'retry' : undefined);
    const { sentence, remedy } = await whyMissing();
    stage.problem(sentence, remedy);
  }

  /** Puts the newest frame on the stage, or frame `index`. */
  #show(painted: () => void = () => undefined, index = this.#bed.history.length - 1): void {
    const { root, history, stage, events } = this.#bed;
    const { step } = this;
    if (index < 0) return;
    stage.show(history, index, () => {
      root.dataset.step = String(step);
      events.tell('show', index);
      painted();
    });
  }
}
