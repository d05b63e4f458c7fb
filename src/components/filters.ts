/** Says how much of a list a filter leaves, and keeps the choice in the address, so that it can be shared and comes back. */
import { counted } from '#words/filling';
import { pageWords } from '#words/page';

/** Elements of the list that some group of the filter judges. */
function judged(filter: HTMLElement): Element[] {
  const names = new Set([...filter.querySelectorAll('input')].map(({ name }) => `[data-${name}]`));
  const list = document.getElementById(filter.dataset.filter ?? '');
  return [...(list?.querySelectorAll([...names].join('')) ?? [])].filter(
    (element) => !element.querySelector([...names].join('')),
  );
}

const isKept = (element: Element): boolean => getComputedStyle(element).getPropertyValue('--kept') === '';

function choose(filter: HTMLElement): void {
  const asked = new URLSearchParams(location.search);
  for (const input of filter.querySelectorAll('input'))
    if (asked.get(input.name) === input.value) input.checked = true;
}

function keepInAddress(filter: HTMLElement): void {
  const address = new URL(location.href);
  for (const { name, value, checked } of filter.querySelectorAll('input')) {
    if (checked && value) address.searchParams.set(name, value);
    else if (checked) address.searchParams.delete(name);
  }
  history.replaceState(history.state, '', address);
}

function tell(filter: HTMLElement): void {
  const all = judged(filter);
  const isNarrowed = [...filter.querySelectorAll('input')].some(({ checked, value }) => checked && value);
  const kept = counted(pageWords().filters.shown, all.filter(isKept).length, document.documentElement.lang);
  const status = filter.querySelector('[role="status"]');
  if (status) status.textContent = isNarrowed ? kept.replace('{all}', String(all.length)) : '';
}

for (const filter of document.querySelectorAll<HTMLElement>('[data-filter]')) {
  choose(filter);
  tell(filter);
  filter.addEventListener('change', () => {
    keepInAddress(filter);
    tell(filter);
  });
}
