/** Every button with `data-copy="<id>"` copies the text of that element and says whether it worked. */

const spoken = document.createElement('div');
spoken.className = 'visually-hidden';
spoken.setAttribute('role', 'status');
document.body.append(spoken);

async function copy(button: HTMLButtonElement): Promise<void> {
  const text = document.getElementById(button.dataset.copy ?? '')?.textContent ?? '';
  const label = (button.dataset.label ??= button.textContent ?? '');
  let said = 'Copied';
  try {
    await navigator.clipboard.writeText(text.trim() + '\n');
  } catch {
    said = 'Not allowed to copy: select the text instead';
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
