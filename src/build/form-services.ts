/** What `src/site.ts` says about forms: checked before anything is built, completed by the defaults, and told to the page's policy. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FormFormat, FormService, Site } from '#site';
import { AuthorError, listed, type Place } from './message.ts';

type Forms = Pick<Site, 'feedback' | 'newsletter'>;

const formats: readonly FormFormat[] = ['form', 'json', 'page'];
const isFieldName = /^[^\s"'<>]+$/;

/** A service with nothing left open. */
export const completed = ({
  format = 'form',
  emailField = 'email',
  honeypot = '_gotcha',
  ...rest
}: FormService) => ({ format, emailField, honeypot, hidden: {}, attributes: {}, ...rest }) as const;

/**
 * Looks through the settings of feedback and newsletter.
 * @throws AuthorError on the first that no form could use
 */
export function checkForms({ feedback, newsletter }: Forms): void {
  if (feedback?.endpoint !== undefined)
    checkService('feedback', { ...feedback, endpoint: feedback.endpoint });
  if (feedback?.email !== undefined) checkEmail(feedback.email);
  if (feedback?.issues !== undefined) checkAddress('feedback.issues', feedback.issues);
  if (newsletter) checkService('newsletter', newsletter);
}

/** Origins that forms lead to and that scripts send to, for the page's policy: `form-action` and `connect-src`. */
export function formOrigins({ feedback, newsletter }: Forms): { action: string[]; connect: string[] } {
  const services = [feedback, newsletter].flatMap((service) =>
    service?.endpoint?.includes('://') ? [{ ...service, origin: new URL(service.endpoint).origin }] : [],
  );
  const origins = (some: typeof services): string[] => [...new Set(some.map(({ origin }) => origin))];
  return { action: origins(services), connect: origins(services.filter(({ format }) => format !== 'page')) };
}

function checkService(name: string, service: FormService): void {
  const { endpoint, format, emailField, honeypot, hidden } = completed(service);
  if (!/^\/(?!\/)/.test(endpoint)) checkAddress(`${name}.endpoint`, endpoint);
  if (!formats.includes(format)) {
    throw wrong(`${name}.format`, format, `Expected one of ${listed(formats)}.`);
  }
  for (const field of [emailField, honeypot, ...Object.keys(hidden)]) {
    if (!isFieldName.test(field))
      throw wrong(name, field, 'Expected the name of a form field, without spaces.');
  }
}

/** `http:` is for services on this machine only: what a reader types must not travel in the open. */
function checkAddress(name: string, value: string): void {
  const { protocol, hostname } = URL.canParse(value) ? new URL(value) : { protocol: '', hostname: '' };
  const here = protocol === 'http:' && /^(localhost|127\.0\.0\.1|\[::1\])$/.test(hostname);
  if (protocol !== 'https:' && !here) {
    throw wrong(name, value, 'Expected an address that starts with https://.');
  }
}

function checkEmail(value: string): void {
  if (!/^[^\s@?&:]+@[^\s@?&:]+\.[^\s@?&:]+$/.test(value)) {
    throw wrong('feedback.email', value, 'Expected an e-mail address such as errors@example.org.');
  }
}

const wrong = (name: string, value: string, expected: string): AuthorError =>
  new AuthorError(placeOfSetting(value), `${name} is "${value}". ${expected}`);

/** The line of `src/site.ts` that holds the value; a value from the environment stands on none. */
function placeOfSetting(value: string): Place {
  const file = 'src/site.ts';
  const path = join(process.cwd(), file);
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
  const index = value === '' ? -1 : lines.findIndex((line) => line.includes(`'${value}'`));
  return index < 0 ? { file } : { file, line: index + 1, column: lines[index].indexOf(value) + 1 };
}
