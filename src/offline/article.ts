/** The section at the end of an article that keeps it on this device. */
import { controlIn } from './control.ts';
import { inventory } from './inventory.ts';
import { showPage } from './page-control.ts';

/** Shows what the section's article needs or takes, and lets its buttons work. */
export async function wake(section: HTMLElement): Promise<void> {
  const { keep: path = '', title = '' } = section.dataset;
  const changed = (): Promise<void> => wake(section);
  await showPage(controlIn(section), { path, title, changed }, await inventory());
}
