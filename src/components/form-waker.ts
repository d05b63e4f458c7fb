/** Loads what forms need when one comes near or is reached, and notes from which section a reader came to report something. */

const forms = document.querySelectorAll<HTMLFormElement>('form.reader-form');

async function wake(form: HTMLFormElement): Promise<void> {
  observer.unobserve(form);
  form.removeEventListener('focusin', reached);
  const { wakeForm } = await import('./forms.ts');
  wakeForm(form);
}

const reached = ({ currentTarget }: Event): void => void wake(currentTarget as HTMLFormElement);

const observer = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries)
      if (isIntersecting) void wake(target as HTMLFormElement);
  },
  { rootMargin: '400px' },
);

/** A link to the form that is followed from within a section chooses that section. */
function chooseSection(event: MouseEvent): void {
  const link = event.target instanceof Element && event.target.closest('a[href="#feedback"]');
  const current = link && document.querySelector<HTMLAnchorElement>('.contents a[aria-current]');
  const slug = current ? decodeURIComponent(current.hash.slice(1)) : '';
  const option = document.querySelector<HTMLOptionElement>(`option[data-slug="${CSS.escape(slug)}"]`);
  if (option) option.selected = true;
}

for (const form of forms) {
  observer.observe(form);
  form.addEventListener('focusin', reached);
}
document.addEventListener('click', chooseSection);
