import { pageWords } from '#words/page';
import type { Lab } from '../lab.ts';

/** The editor and all that it needs are asked for when the reader unfolds the tool; what did not arrive, when it is unfolded again. */
export function attach(lab: Lab, place: HTMLElement): void {
  const said = place.querySelector<HTMLElement>('[data-said]')!;
  const words = pageWords().tools.code;
  let asked = false;
  place.addEventListener('toggle', () => {
    if (asked || !(place as HTMLDetailsElement).open) return;
    asked = true;
    said.textContent = words.loading;
    void open(lab, place).then(
      () => (said.textContent = ''),
      () => {
        asked = false;
        said.textContent = words.absent;
      },
    );
  });
}

async function open(lab: Lab, place: HTMLElement): Promise<void> {
  const { openDesk } = await import('../editor/desk.ts');
  await openDesk(lab, place);
}
