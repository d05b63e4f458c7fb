/** Sends a form in the background and tells what came of it. */

/** Seconds until an answer is no longer waited for. */
export const patience = 15;

export type Outcome =
  | { readonly kind: 'sent' | 'slow' | 'down' | 'offline' }
  /** The service said no; `said` is its own reason, where it gave one. */
  | { readonly kind: 'refused'; readonly status: number; readonly said: string }
  | { readonly kind: 'fault'; readonly status: number };

/** Posts the fields as `data-format` asks: form-encoded or as JSON. Never throws. */
export async function post(form: HTMLFormElement): Promise<Outcome> {
  const fields = [...new FormData(form)].map(([name, value]): [string, string] => [name, String(value)]);
  const json = form.dataset.format === 'json';
  try {
    const response = await fetch(form.getAttribute('action')!, {
      method: 'POST',
      headers: { accept: 'application/json', ...(json && { 'content-type': 'application/json' }) },
      body: json ? JSON.stringify(Object.fromEntries(fields)) : new URLSearchParams(fields),
      signal: AbortSignal.timeout(patience * 1000),
    });
    return judged(response.status, await response.text());
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    return { kind: late ? 'slow' : navigator.onLine ? 'down' : 'offline' };
  }
}

/** What an answer means: its status decides, and where services answer 200 to everything, its JSON. */
export function judged(status: number, text: string): Outcome {
  const answer = parsed(text);
  const no = [answer.success, answer.ok].includes(false) || /^(error|failed)$/.test(String(answer.status));
  if (status < 400) return no ? { kind: 'refused', status, said: reason(answer) } : { kind: 'sent' };
  return status < 500 ? { kind: 'refused', status, said: reason(answer) } : { kind: 'fault', status };
}

function parsed(text: string): Record<string, unknown> {
  try {
    const answer: unknown = JSON.parse(text);
    return typeof answer === 'object' && answer !== null ? { ...answer } : {};
  } catch {
    return {};
  }
}

/** The reason in an answer, as a sentence: `errors`, `error` or `message`, each a text, a list or an object of these. */
function reason({ errors, error, message, body }: Record<string, unknown>): string {
  const said = [errors, error, message, body].map(texts).find((list) => list.length > 0) ?? [];
  const sentence = [...new Set(said)].join(' ').slice(0, 300);
  return sentence && !/[.!?…]$/.test(sentence) ? `${sentence}.` : sentence;
}

function texts(said: unknown): string[] {
  if (typeof said === 'string') return said.trim() ? [said.trim()] : [];
  if (Array.isArray(said)) return said.flatMap(texts);
  if (typeof said !== 'object' || said === null) return [];
  return 'message' in said ? texts(said.message) : Object.values(said).flatMap(texts);
}
