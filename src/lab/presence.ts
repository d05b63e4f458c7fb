interface Ears {
  /** The demo came on the screen or left it, or the tab was hidden or shown. */
  readonly changed: () => void;
  /** Another demo plays now. */
  readonly yielded: () => void;
}

/** Whether the reader can see a demo, and whose turn it is to play: demos share one thread. */
export class Presence {
  readonly #ears: Ears;
  readonly #watch: IntersectionObserver;
  #onScreen = true;

  constructor(root: HTMLElement, ears: Ears) {
    this.#ears = ears;
    this.#watch = new IntersectionObserver((entries) => {
      this.#onScreen = entries[entries.length - 1].isIntersecting;
      ears.changed();
    });
    this.#watch.observe(root);
    document.addEventListener('visibilitychange', ears.changed);
    document.addEventListener('demo-lab:play', this.#heard);
  }

  /** On the screen, in a tab that is not hidden. */
  get here(): boolean {
    return this.#onScreen && !document.hidden;
  }

  /** It is this demo's turn: every other one pauses. */
  takeTurn(): void {
    document.dispatchEvent(new CustomEvent('demo-lab:play', { detail: this }));
  }

  leave(): void {
    this.#watch.disconnect();
    document.removeEventListener('visibilitychange', this.#ears.changed);
    document.removeEventListener('demo-lab:play', this.#heard);
  }

  readonly #heard = (event: Event): void => {
    if ((event as CustomEvent<Presence>).detail !== this) this.#ears.yielded();
  };
}
