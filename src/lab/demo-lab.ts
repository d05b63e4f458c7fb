import type { Player } from './player.ts';

/**
 * The frame around a demo. Until the reader touches it, it is a recorded run in plain HTML and this class is all the script
 * there is; the first touch loads the player, which loads TensorFlow.js when a run starts.
 */
class DemoLab extends HTMLElement {
  #player: Promise<Player> | undefined;

  connectedCallback(): void {
    this.querySelector('fieldset')?.removeAttribute('disabled');
    for (const type of ['click', 'input']) this.addEventListener(type, this.#forward);
    for (const type of ['pointerenter', 'focusin'])
      this.addEventListener(type, () => void this.#load(), { once: true });
  }

  disconnectedCallback(): void {
    void this.#player?.then((player) => player.leave());
  }

  #load(): Promise<Player> {
    return (this.#player ??= import('./player.ts').then(({ Player }) => new Player(this)));
  }

  readonly #forward = (event: Event): void => {
    void this.#load().then((player) => player.handle(event));
  };
}

customElements.define('demo-lab', DemoLab);
