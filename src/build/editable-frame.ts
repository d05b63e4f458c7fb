import { createHash } from 'node:crypto';

/**
 * Starts a worker from the texts that the page sends, and hands it the port to the page. Only in a frame of no site: opened in
 * any other way, this page does nothing. The worker is a classic one, because Chromium starts no module worker without an origin.
 */
const script = `
addEventListener('message', ({ source, data, ports }) => {
  if (source !== parent || parent === self || origin !== 'null') return;
  const address = (text) => URL.createObjectURL(new Blob([text], { type: 'text/javascript' }));
  const worker = new Worker(address(${JSON.stringify(`
addEventListener('message', async ({ data, ports: [port] }) => {
  try {
    const { open } = await import(URL.createObjectURL(new Blob([data.runtime], { type: 'text/javascript' })));
    await open(data.program, port);
  } catch (error) {
    port.postMessage({ type: 'thrown', message: String(error), stack: '' });
  }
}, { once: true });`)}));
  worker.postMessage(data, ports);
}, { once: true });
parent.postMessage('ready', '*');
`;

/**
 * What may happen in the workshop: the one script above, workers and modules made from texts, and WebAssembly. Nothing may be
 * loaded, connected to, shown or sent; workers made from texts are under the policy of their maker.
 */
const policy = [
  "default-src 'none'",
  `script-src 'sha256-${createHash('sha256').update(script).digest('base64')}' blob: 'wasm-unsafe-eval'`,
  'worker-src blob:',
  "connect-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The page in whose frame changed code runs (src/lab/editor/workshop.ts); nobody reads it. */
export function framePage(language: string): string {
  return [
    `<!DOCTYPE html><html lang="${language}"><head><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">',
    `<title>Workshop</title></head><body><script>${script}</script></body></html>`,
  ].join('');
}
