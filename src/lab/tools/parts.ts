import type { Lab } from '../lab.ts';

/** Goes through one step of training part by part: each press asks the run for its next part. */
export function attach(lab: Lab, place: HTMLElement): void {
  const { parts } = lab.definition;
  if (!parts) {
    place.hidden = true;
    return;
  }
  const list = place.querySelector('[data-list]')!;
  const items = new Map(
    Object.entries(parts).map(([name, text]) => {
      const item = document.createElement('li');
      item.textContent = text;
      list.append(item);
      return [name, item];
    }),
  );
  const numbers = place.querySelector<HTMLElement>('[data-numbers]')!;
  const mark = (part: unknown, text: unknown): void => {
    for (const [name, item] of items) {
      if (name === part) item.setAttribute('aria-current', 'step');
      else item.removeAttribute('aria-current');
    }
    numbers.textContent = typeof text === 'string' ? text : '';
  };
  place.querySelector('[data-next]')!.addEventListener('click', () => lab.step({ inParts: true }));
  lab.on('frame', ({ part, numbers }) => mark(part, numbers));
  lab.on('start', () => mark(undefined, ''));
}
