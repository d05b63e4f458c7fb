import { kindOf } from './knob-kinds.ts';
import type { Lab } from './lab.ts';
import { kindOf as kindOfView } from './view-kinds.ts';

/** What the reader can do to a demo with its own controls, besides what any tool can. */
export interface Doings {
  readonly retry: () => void;
  readonly lookBack: (index: number) => void;
  /** A knob was turned, by its name, or the seed, which has none, or all. */
  readonly turned: (name: string | undefined) => void;
}

/** The controls that are printed with a demo: its buttons, the timeline, the knobs, what a knob wakes besides its input, what a view does. */
export class Controls {
  readonly #lab: Lab;
  readonly #doings: Doings;

  constructor(lab: Lab, doings: Doings) {
    this.#lab = lab;
    this.#doings = doings;
    const { root, inputs, definition } = lab;
    for (const [name, knob] of Object.entries(definition.knobs)) {
      const { views } = definition;
      const changed = (): void => doings.turned(name);
      kindOf(knob).wake?.({ root, frame: inputs.frame(name), name, knob, views, inputs, changed });
    }
    for (const [name, view] of Object.entries(definition.views)) {
      const frame = root.querySelector<HTMLElement>(`[data-view="${name}"]`)!;
      kindOfView(view).wake?.({ lab, frame, view });
    }
  }

  /** A click or an input inside the demo's frame. */
  hear({ type, target }: Event): void {
    const element = target as HTMLInputElement;
    if (type === 'click') {
      const action = element.closest<HTMLElement>('[data-action]')?.dataset.action;
      if (action !== undefined) this.#act(action);
      return;
    }
    if (element.matches('[data-timeline]')) return this.#doings.lookBack(Number(element.value));
    const name = this.#lab.inputs.of(element)?.name;
    this.#lab.inputs.refresh();
    if (name !== undefined || element.matches('[data-seed]')) this.#doings.turned(name);
  }

  #act(action: string): void {
    const lab = this.#lab;
    if (action === 'play' && lab.state === 'playing') lab.pause();
    else if (action === 'play') lab.play();
    if (action === 'retry') this.#doings.retry();
    if (action === 'step') lab.step();
    if (action === 'reset') void lab.reset();
    if (action !== 'defaults') return;
    lab.inputs.restoreDefaults();
    this.#doings.turned(undefined);
  }
}
