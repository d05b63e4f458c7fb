/** Every button with `data-copy="<id>"` copies the text of that element and says whether it worked. */
import { pageWords } from '#words/page';

const spoken = document.createElement('div');
spoken.className = 'visually-hidden';
spoken.setAttribute('role', 'status');
document.body.append(spoken);

async function copy(button: HTMLButtonElement): Promise<void> {
  const text = document.getElementById(button.dataset.copy ?? '')?.textContent ?? '';
  const label = (button.dataset.label ??= button.textContent ?? '');
  const words = pageWords().copy;
  let said = words.copied;
  try {
    await navigator.clipboard.writeText(text.trim() + '\n');
  } catch {
    said = words.refused;
  }
  button.textContent = said;
  spoken.textContent = said;
  setTimeout(() => {
    button.textContent = label;
    spoken.textContent = '';
  }, 2000);
}

document.addEventListener('click', (event) => {
  const button =
    event.target instanceof Element ? event.target.closest<HTMLButtonElement>('button[data-copy]') : null;
  if (button) void copy(button);
});
