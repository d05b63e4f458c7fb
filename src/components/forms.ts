/** A form that says what happens to it: what is missing, that it is being sent, that it arrived or why not. It loses no word. */
import { pageWords } from '#words/page';
import { counted, filled } from '#words/filling';
import { completeDrafts, overlong } from './form-drafts.ts';
import { firstProblem, problems, recheck } from './form-checks.ts';
import { forget, recall, remember } from './form-memory.ts';
import { patience, post, type Outcome } from './form-post.ts';

/** Seconds that a person needs at least between reaching a form and sending it. */
const haste = 3;

const woken = new WeakMap<HTMLFormElement, number>();

/** Makes a plain form a careful one; once. */
export function wakeForm(form: HTMLFormElement): void {
  if (woken.has(form)) return;
  woken.set(form, performance.now());
  form.noValidate = true;
  recall(form);
  completeDrafts(form);
  const opened = form.querySelector<HTMLInputElement>('[data-opened]');
  if (opened) opened.value = new Date().toISOString();
  form.addEventListener('input', ({ target }) => {
    remember(form);
    recheck(target);
    completeDrafts(form);
  });
  form.addEventListener('submit', (event) => submitted(form, event));
  form.addEventListener('click', (event) => followed(form, event));
  form.dataset.awake = '';
}

function submitted(form: HTMLFormElement, event: SubmitEvent): void {
  if (form.dataset.format === 'draft') {
    form.querySelector<HTMLAnchorElement>('[data-draft]')?.click();
    return;
  }
  const objection = form.dataset.busy === undefined ? objectionTo(form) : '';
  if (objection === undefined && form.dataset.format === 'page') return;
  event.preventDefault();
  if (objection) say(form, objection);
  else if (objection === undefined) void send(form);
}

/** Why the form does not go out as it stands; nothing where it may. */
function objectionTo(form: HTMLFormElement): string | undefined {
  const words = pageWords().forms;
  const count = problems(form);
  if (count > 0) return counted(words.mind, count, document.documentElement.lang);
  if (form.querySelector<HTMLInputElement>('[data-trap]')?.value) return words.trapped;
  const seconds = (performance.now() - (woken.get(form) ?? 0)) / 1000;
  return seconds < haste ? filled(words.early, { seconds: Math.ceil(haste - seconds) }) : undefined;
}

async function send(form: HTMLFormElement): Promise<void> {
  form.dataset.busy = '';
  const before = written(form);
  say(form, filled(pageWords().forms.sending, { seconds: patience }));
  const outcome = await post(form);
  delete form.dataset.busy;
  if (outcome.kind === 'sent' && written(form) === before) {
    forget(form);
    form.reset();
  }
  say(form, sentence(form, outcome));
  if (outcome.kind !== 'sent') form.dataset.failed = '';
}

/** Everything in the form, to see whether a reader went on writing while it was sent. */
const written = (form: HTMLFormElement): string => JSON.stringify([...new FormData(form)]);

function sentence(form: HTMLFormElement, outcome: Outcome): string {
  const words = pageWords().forms;
  if (outcome.kind === 'sent') return form.dataset.sent ?? '';
  if (outcome.kind === 'refused' && !outcome.said) return filled(words.refusedWordless, outcome);
  return filled(words[outcome.kind], { ...outcome, seconds: patience });
}

/** Puts a sentence below the form and takes the reader there, or to the first field that needs a look; not one who went on reading. */
function say(form: HTMLFormElement, text: string): void {
  const said = form.querySelector<HTMLElement>('[data-said]')!;
  delete form.dataset.failed;
  said.textContent = text;
  const elsewhere = document.activeElement !== document.body && !form.contains(document.activeElement);
  if (!elsewhere) (firstProblem(form) ?? said).focus();
}

/** The link to a draft is followed only when there is something to say in it. */
function followed(form: HTMLFormElement, event: MouseEvent): void {
  const link =
    event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('[data-draft]') : null;
  if (!link) return;
  const words = pageWords().forms;
  const [wrong, over] = [problems(form), overlong(link)];
  if (wrong > 0 || over > 0) event.preventDefault();
  if (wrong > 0) say(form, counted(words.mind, wrong, document.documentElement.lang));
  else say(form, over > 0 ? filled(words.long, { count: over }) : words.drafted);
}
