import { pageWords } from '#words/page';
import { queryFor } from './address.ts';
import type { Player } from './player.ts';

/** Watches for controls that the reader is a screen and a half away from. */
const coming = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries)
      if (isIntersecting) target.closest<DemoLab>('demo-lab')!.complete();
  },
  { rootMargin: '150% 0%' },
);

/**
 * The frame around a demo. Until the reader comes near, it is a recorded run in plain HTML with the buttons that play it; then what
 * can be set comes into the page. The first touch loads the player, which loads TensorFlow.js when a run starts. A shared address that
 * names the demo counts as a touch.
 */
class DemoLab extends HTMLElement {
  #player: Promise<Player | undefined> | undefined;

  connectedCallback(): void {
    for (const controls of this.querySelectorAll('fieldset')) controls.disabled = false;
    for (const type of ['click', 'input']) this.addEventListener(type, this.#forward);
    for (const type of ['pointerenter', 'focusin'])
      this.addEventListener(type, () => void this.#load(), { once: true });
    coming.observe(this.#controls);
    const query = queryFor(this);
    if (query) void this.#arrive(query);
  }

  disconnectedCallback(): void {
    coming.unobserve(this.#controls);
    void this.#player?.then((player) => player?.leave());
  }

  /** Puts what can be set in its place. */
  complete(): void {
    coming.unobserve(this.#controls);
    const waiting = this.querySelector<HTMLTemplateElement>('template[data-settings]');
    waiting?.replaceWith(waiting.content);
  }

  get #controls(): Element {
    return this.querySelector('.controls')!;
  }

  #load(): Promise<Player | undefined> {
    this.complete();
    return (this.#player ??= import('./player.ts').then(
      ({ Player }) => new Player(this),
      () => this.#missing(),
    ));
  }

  async #arrive(query: URLSearchParams): Promise<void> {
    const player = await this.#load();
    if (!player) return;
    const arrival = await import('./arrival.ts').catch(() => this.#missing());
    arrival?.arrive(player, query);
  }

  readonly #forward = (event: Event): void => {
    const button = (event.target as Element).closest<HTMLElement>('[data-action="reload"]');
    if (button) location.reload();
    else void this.#load().then((player) => player?.handle(event));
    this.#pressAgain(event);
  };

  /** A tool that stands in the demo, or a view, wakes with the player: what was pressed before that is pressed once more. */
  #pressAgain({ type, target }: Event): void {
    const pressed = (target as Element).closest<HTMLElement>(':is([data-tool], [data-view]) button');
    if (type !== 'click' || !pressed || this.dataset.ready !== undefined) return;
    void this.#load().then((player) => player && pressed.click());
  }

  /** A program that did not arrive stays missing until the page is loaded anew: not every browser asks for it twice. */
  #missing(): undefined {
    const { noProgram } = pageWords().lab;
    this.querySelector('[data-problem]')!.textContent = noProgram;
    this.querySelector<HTMLElement>('[data-action="reload"]')!.hidden = false;
  }
}

customElements.define('demo-lab', DemoLab);
