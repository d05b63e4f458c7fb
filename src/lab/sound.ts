/**
 * The browser's sound. It opens with `wake`, which must follow from a click or the press of a key, and rests when it is not needed: a
 * device that is held open costs power.
 */
export class Sound {
  protected context: AudioContext | undefined;

  /** @throws where the browser makes no sound */
  async wake(): Promise<void> {
    this.context ??= new AudioContext();
    if (this.context.state !== 'running') await this.context.resume();
  }

  async rest(): Promise<void> {
    if (this.context?.state === 'running') await this.context.suspend();
  }

  /** Lets go of the device. */
  async close(): Promise<void> {
    const { context } = this;
    this.context = undefined;
    if (context && context.state !== 'closed') await context.close();
  }
}
