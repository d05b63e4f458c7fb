/** Keeps what was typed into a form for as long as the tab is open, across failures, detours and reloads. */

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const place = (form: HTMLFormElement): string => `draft ${location.pathname}#${form.id}`;

const fields = (form: HTMLFormElement): Field[] =>
  [...form.querySelectorAll<Field>('input, textarea, select')].filter(
    (field) => field.type !== 'hidden' && field.dataset.trap === undefined,
  );

/** Storage may be forbidden or full; the words then last as long as the page. */
function guarded(work: () => void): void {
  try {
    work();
  } catch {
    // Nothing to do, and nothing lost that stands on the page.
  }
}

export function remember(form: HTMLFormElement): void {
  const kept = fields(form).filter((field) => field.type !== 'radio' || (field as HTMLInputElement).checked);
  const pairs = kept.map(({ name, value }) => [name, value]);
  guarded(() => sessionStorage.setItem(place(form), JSON.stringify(pairs)));
}

export function forget(form: HTMLFormElement): void {
  guarded(() => sessionStorage.removeItem(place(form)));
}

/** Puts back what was kept, but never over what stands there by now. */
export function recall(form: HTMLFormElement): void {
  guarded(() => {
    const pairs = JSON.parse(sessionStorage.getItem(place(form)) ?? '[]') as [string, string][];
    for (const [name, value] of pairs) {
      for (const field of fields(form)) if (field.name === name) put(field, value);
    }
  });
}

function put(field: Field, value: string): void {
  if (field instanceof HTMLSelectElement) {
    if (field.selectedIndex === 0) field.value = value;
  } else if (field.type === 'radio') {
    (field as HTMLInputElement).checked = field.value === value;
  } else {
    field.value ||= value;
  }
  // A list of sections that has changed since no longer holds the one that was chosen.
  if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.selectedIndex = 0;
}
