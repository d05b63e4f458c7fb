import type { Bed } from './bed.ts';
import type { Frame } from './contract.ts';
import type { Definition } from './lab.ts';

/** How a frame is wanted. */
export interface Order {
  /** The next step is wanted part by part. */
  readonly inParts?: boolean;
  /** The run is to show itself anew, and to learn nothing. */
  readonly look?: boolean;
}

/** The frames that are wanted of a run, in the order in which they are asked for. */
export class Orders {
  readonly #answers: boolean;
  readonly #lastPart: string | undefined;
  /** Frames that are made again and not shown, because the demo keeps nothing. */
  again = 0;
  /** Frames that the reader asked for one by one. */
  #owed = 0;
  /** What the reader asks for one by one are parts of a step. */
  #inParts = false;
  /** A knob was turned that the run is only looked at through. However often: one frame shows where it stands now. */
  #look = false;
  /** The run stands between two parts of a step, and would go on with the next. */
  #isMidway = false;
  /** Which of these the frame being made is. */
  #made: 'owed' | 'look' | undefined;

  constructor({ rhythm, parts = {} }: Pick<Definition, 'rhythm' | 'parts'>) {
    this.#answers = rhythm === 'answer';
    this.#lastPart = Object.keys(parts).at(-1);
  }

  /** The reader asks for one frame. */
  owe(inParts = false): void {
    this.#inParts = inParts;
    this.#owed = this.#answers ? 1 : this.#owed + 1;
  }

  /** The reader wants to see the run anew; while it plays its own frames do that, so the look is taken when it rests. */
  look(): void {
    this.#look = !this.#answers;
  }

  /** The next frame to ask for; none where none is wanted. */
  next({ flows, state }: Pick<Bed, 'flows' | 'state'>): Order | undefined {
    const looks = this.#look && state !== 'playing' && !this.#isMidway;
    if (!(this.#owed > 0 || flows || looks)) return undefined;
    if (this.again > 0 || (this.#owed === 0 && flows)) return {};
    this.#made = this.#owed > 0 ? 'owed' : 'look';
    if (this.#made === 'look') this.#look = false;
    else this.#owed -= 1;
    return this.#made === 'look' ? { look: true } : { inParts: this.#inParts };
  }

  /** A frame came. @returns whether it answers a look */
  came({ part }: Frame): boolean {
    const looked = this.#made === 'look';
    this.#made = undefined;
    this.#isMidway = part !== undefined && part !== this.#lastPart;
    return looked;
  }

  /** The frame being made will not come: it is asked for once more where the run is taken up. */
  lost(): void {
    if (this.#made === 'owed') this.#owed += 1;
    if (this.#made === 'look') this.#look = true;
    this.#made = undefined;
  }

  /** The reader decides when to go on. */
  rest(): void {
    this.#owed = 0;
    this.#look = false;
  }

  /** Whether the reader waits for a frame of a run that rests. */
  get awaited(): boolean {
    return this.#made === 'owed' || this.#owed > 0;
  }
}
