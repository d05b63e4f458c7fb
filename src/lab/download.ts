import { DownloadError } from './failure.ts';

type Progress = (text: string, fraction?: number) => void;

/**
 * A file of the site, with its progress told in words.
 * @param address absolute or relative to the page's origin
 * @throws DownloadError when the file does not arrive whole
 */
export async function download(address: string, report: Progress): Promise<ArrayBuffer> {
  const name = address.slice(address.lastIndexOf('/') + 1);
  try {
    const response = await fetch(address);
    if (!response.ok) throw new DownloadError(`${name}: the server answered ${response.status}.`);
    return await read(response, (received, total) => {
      const size = `${(received / 1e6).toFixed(1)} MB`;
      report(`Downloading ${name}: ${size}`, total > 0 ? Math.min(1, received / total) : undefined);
    });
  } catch (error) {
    if (error instanceof DownloadError) throw error;
    throw new DownloadError(`${name} could not be downloaded. Is the connection up?`, { cause: error });
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
