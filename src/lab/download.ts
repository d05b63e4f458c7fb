import { filled } from '#words/filling';
import { DownloadError } from './failure.ts';
import type { ThreadWords } from './protocol.ts';

interface Saying {
  readonly report: (text: string, fraction?: number) => void;
  readonly words: ThreadWords;
}

/** Addresses whose file arrived damaged: what a cache holds of them may be as damaged. */
const doubtful = new Set<string>();

/** From now on these files come from the server itself. */
export function distrust(addresses: Iterable<string>): void {
  for (const address of addresses) doubtful.add(address);
}

/**
 * A file of the site, with its progress told in words.
 * @param address absolute or relative to the page's origin
 * @throws DownloadError when the file does not arrive whole
 */
export async function download(address: string, { report, words }: Saying): Promise<ArrayBuffer> {
  const file = address.slice(address.lastIndexOf('/') + 1);
  try {
    const response = await fetch(address, doubtful.has(address) ? { cache: 'reload' } : undefined);
    if (!response.ok) throw new DownloadError(filled(words.refused, { file, status: response.status }));
    return await read(response, (received, total) => {
      const text = filled(words.downloading, { file, size: (received / 1e6).toFixed(1) });
      report(text, total > 0 ? Math.min(1, received / total) : undefined);
    });
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    throw new DownloadError(filled(words.unreachable, { file }), { cause: error });
  }
}

async function read(
  response: Response,
  progress: (received: number, total: number) => void,
): Promise<ArrayBuffer> {
  if (!response.body) return response.arrayBuffer();
  // A compressed answer is longer than its content-length says; then only the bytes are told, not the fraction.
  const whole =
    response.headers.get('content-encoding') === null ? Number(response.headers.get('content-length')) : 0;
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let received = 0;
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    progress((received += value.length), whole);
  }
  return new Blob(parts).arrayBuffer();
}
