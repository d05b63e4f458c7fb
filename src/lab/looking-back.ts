import { pageWords } from '#words/page';
import type { Events } from './events.ts';
import type { History } from './history.ts';
import { recordedHistory } from './recording.ts';
import type { Stage } from './stage.ts';

interface Place {
  readonly stage: Stage;
  readonly events: Events;
  /** Address of the recorded run. */
  readonly recording: string;
}

/** Earlier frames of the present run on the stage, or of the recorded one where there is none. */
export class LookingBack {
  readonly #place: Place;
  #recorded: Promise<History> | undefined;

  constructor(place: Place) {
    this.#place = place;
  }

  /** Shows frame `index` of the history, and leaves it there; of the recorded run if the history is empty. */
  show(history: History, index: number): void {
    const { stage, events } = this.#place;
    const show = (frames: History): void => stage.show(frames, index, () => events.tell('show', index));
    if (history.length > 0) {
      history.lookedAt = index;
      return show(history);
    }
    void this.recorded().then((recorded) => recorded && show(recorded));
  }

  /** The recorded run, fetched once; nothing, and words on the stage, where it does not arrive. */
  recorded(): Promise<History | undefined> {
    this.#recorded ??= recordedHistory(this.#place.recording);
    return this.#recorded.catch(() => {
      this.#recorded = undefined;
      this.#place.stage.problem(pageWords().lab.noRecording);
      return undefined;
    });
  }
}
