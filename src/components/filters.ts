/** Says how much of a list a filter leaves, and keeps the choice in the address, so that it can be shared and comes back. */
import { counted } from '#words/filling';
import { pageWords } from '#words/page';

/** Elements of the list that some group of the filter judges. */
function judged(form: HTMLFormElement): Element[] {
  const names = new Set([...form.querySelectorAll('input')].map(({ name }) => `[data-${name}]`));
  const list = document.getElementById(form.dataset.filter ?? '');
  return [...(list?.querySelectorAll([...names].join('')) ?? [])].filter(
    (element) => !element.querySelector([...names].join('')),
  );
}

const isKept = (element: Element): boolean => getComputedStyle(element).getPropertyValue('--kept') === '';

function choose(form: HTMLFormElement): void {
  const asked = new URLSearchParams(location.search);
  for (const input of form.querySelectorAll('input'))
    if (asked.get(input.name) === input.value) input.checked = true;
}

function keepInAddress(form: HTMLFormElement): void {
  const address = new URL(location.href);
  for (const { name, value, checked } of form.querySelectorAll('input')) {
    if (checked && value) address.searchParams.set(name, value);
    else if (checked) address.searchParams.delete(name);
  }
  history.replaceState(history.state, '', address);
}

function tell(form: HTMLFormElement): void {
  const all = judged(form);
  const isNarrowed = [...form.querySelectorAll('input')].some(({ checked, value }) => checked && value);
  const kept = counted(pageWords().filters.shown, all.filter(isKept).length, document.documentElement.lang);
  const status = form.querySelector('[role="status"]');
  if (status) status.textContent = isNarrowed ? kept.replace('{all}', String(all.length)) : '';
}

for (const form of document.querySelectorAll<HTMLFormElement>('[data-filter]')) {
  choose(form);
  tell(form);
  form.addEventListener('change', () => {
    keepInAddress(form);
    tell(form);
  });
  // Enter in a filter asks for nothing more than the choice that it made.
  form.addEventListener('submit', (event) => event.preventDefault());
}
