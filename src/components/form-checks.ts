/** Says beside a field, in a sentence that the page brought along, what the browser's own checks find. */

type Field = HTMLInputElement | HTMLTextAreaElement;

const fields = (form: HTMLFormElement): Field[] => [
  ...form.querySelectorAll<Field>('[data-missing], [data-wrong]'),
];

/** Checks every field, says what is wrong beside each, and counts those that need another look. */
export const problems = (form: HTMLFormElement): number => fields(form).map(check).filter(Boolean).length;

/** The first field in which something is wrong. */
export const firstProblem = (form: HTMLFormElement): Field | undefined =>
  fields(form).find((field) => field.getAttribute('aria-invalid') === 'true');

/** Looks again at a field that was found wrong, while it is mended. */
export function recheck(target: EventTarget | null): void {
  const field = target as Field;
  if (field.getAttribute('aria-invalid') === 'true') check(field);
}

function check(field: Field): string {
  const blank = field.required && field.value.trim() === '';
  const { missing, wrong } = field.dataset;
  const problem = (blank ? missing : field.validity.typeMismatch && wrong) || '';
  field.setAttribute('aria-invalid', String(problem !== ''));
  document.getElementById(`${field.id}-problem`)!.textContent = problem;
  return problem;
}
