import type { LabEvents } from './lab.ts';

type Listeners = { [Name in keyof LabEvents]?: ((value: LabEvents[Name]) => void)[] };

/** Who wants to hear of what happens to a demo. */
export class Events {
  readonly #listeners: Listeners = {};

  on<Name extends keyof LabEvents>(name: Name, listener: (value: LabEvents[Name]) => void): void {
    const listeners = (this.#listeners[name] ??= []) as ((value: LabEvents[Name]) => void)[];
    listeners.push(listener);
  }

  tell<Name extends keyof LabEvents>(name: Name, value: LabEvents[Name]): void {
    for (const listener of this.#listeners[name] ?? []) listener(value);
  }
}
