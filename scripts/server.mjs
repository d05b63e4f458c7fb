/**
 * Serves a built site as a plain static host does: right types, Brotli or gzip, long caching for hashed files, the
 * headers of `_headers`, `404.html` for the rest.
 * Used by `npm start`, by the browser tests and by the page-weight and Lighthouse commands, so that all see the same bytes.
 * Needs nothing but Node.
 */
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Best first. Hosts compress a file once, when it is deployed, so Brotli may take its time over what readers wait for. */
const encoders = {
  br: (/** @type {Buffer} */ bytes) =>
    promisify(brotliCompress)(bytes, {
      params: { [constants.BROTLI_PARAM_QUALITY]: bytes.length < 1_000_000 ? 11 : 5 },
    }),
  gzip: (/** @type {Buffer} */ bytes) => promisify(gzip)(bytes),
};
/** @typedef {keyof typeof encoders} Encoding */

/** @type {Record<string, string>} */
const mimeTypes = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.bib': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};
const compressible = /^(text\/|application\/(json|xml|wasm|manifest)|image\/svg)/;

/** `/series/` for any spelling of the sub-path: `series`, `/series`, `/series/`; `/` where there is none. */
export function basePath(base = process.env.BASE ?? '/') {
  const name = base.replace(/^\/+|\/+$/g, '');
  return name === '' ? '/' : `/${name}/`;
}

/**
 * @typedef {object} Site
 * @property {string} url Address of the home page, with a slash at its end.
 * @property {() => Promise<void>} close
 */

/**
 * Starts serving `directory`. A taken port is answered with the next free one.
 * @param {{ directory: string, port?: number, host?: string, base?: string, encodings?: readonly Encoding[] }} options
 *   `port` 0 means any free port.
 * @returns {Promise<Site>}
 */
export async function serve({
  directory,
  port = 0,
  host = '127.0.0.1',
  base = basePath(),
  encodings = ['br', 'gzip'],
}) {
  const compressed = new Map();
  const server = createServer((request, response) => {
    answer(request, response, { directory, base, encodings, compressed }).catch(
      (/** @type {unknown} */ error) => {
        response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
      },
    );
  });
  const used = await listen(server, port, host);
  return {
    url: `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${used}${base}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/**
 * @param {import('node:http').Server} server
 * @param {number} port
 * @param {string} host
 * @returns {Promise<number>} the port in use
 */
function listen(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      const taken = error.code === 'EADDRINUSE' && port > 0 && port < 65535;
      if (taken) resolve(listen(server, port + 1, host));
      else reject(error);
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

/**
 * @typedef {object} Context
 * @property {string} directory
 * @property {string} base
 * @property {readonly Encoding[]} encodings
 * @property {Map<string, Promise<Buffer>>} compressed
 *
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {Context} context
 */
async function answer(request, response, { directory, base, encodings, compressed }) {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { allow: 'GET, HEAD' }).end();
    return;
  }
  const path = decodedPath(request.url ?? '/');
  const found = path === undefined ? undefined : await locate(directory, base, path);
  if (found && 'redirect' in found) {
    response.writeHead(301, { location: found.redirect }).end();
    return;
  }
  const file = found?.file ?? (await missingPage(directory));
  if (file === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found');
    return;
  }
  const status = found ? 200 : 404;
  const own = await ownHeaders(directory, path ?? '/');
  await send(request, response, { file, status, own, encodings, compressed });
}

/**
 * What the site's own header file, in the form that Netlify and Cloudflare read, says of an address.
 * @param {string} directory
 * @param {string} path
 * @returns {Promise<Record<string, string>>}
 */
async function ownHeaders(directory, path) {
  const text = await readFile(join(directory, '_headers'), 'utf8').catch(() => '');
  /** @type {Record<string, string>} */
  const headers = {};
  let applies = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('/')) applies = matches(line.trim(), path);
    const [, name, value] = /^\s+([\w-]+):\s*(.*)$/.exec(line) ?? [];
    if (applies && name) headers[name.toLowerCase()] = value;
  }
  return headers;
}

/**
 * @param {string} rule an address in which `:name` is any one step, or the start of many addresses where a star ends it
 * @param {string} path
 */
function matches(rule, path) {
  if (rule.endsWith('*')) return path.startsWith(rule.slice(0, -1));
  const [wanted, given] = [rule.split('/'), path.split('/')];
  return (
    wanted.length === given.length &&
    wanted.every((step, i) => (step.startsWith(':') ? given[i] !== '' : step === given[i]))
  );
}

/** @param {string} url */
function decodedPath(url) {
  try {
    return decodeURIComponent(url.split(/[?#]/)[0]);
  } catch {
    return undefined;
  }
}

/**
 * @param {string} directory
 * @param {string} base
 * @param {string} path
 * @returns {Promise<{ file: string } | { redirect: string } | undefined>}
 */
async function locate(directory, base, path) {
  if (!path.startsWith(base)) {
    return path === '/' || `${path}/` === base ? { redirect: base } : undefined;
  }
  const file = normalize(join(directory, path.slice(base.length)));
  if (file !== normalize(directory) && !file.startsWith(normalize(directory + sep))) return undefined;
  const kind = await kindOf(file);
  if (kind === 'file') return { file };
  if (kind !== 'folder') return undefined;
  if (!path.endsWith('/')) return { redirect: `${encodeURI(path)}/` };
  const index = join(file, 'index.html');
  return (await kindOf(index)) === 'file' ? { file: index } : undefined;
}

/** @param {string} file */
async function kindOf(file) {
  try {
    const found = await stat(file);
    return found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'missing';
  } catch {
    return 'missing';
  }
}

/** @param {string} directory */
async function missingPage(directory) {
  const file = join(directory, '404.html');
  return (await kindOf(file)) === 'file' ? file : undefined;
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {{ file: string, status: number, own: Record<string, string> } & Pick<Context, 'encodings' | 'compressed'>} what
 */
async function send(request, response, { file, status, own, encodings, compressed }) {
  const { size, mtimeMs } = await stat(file);
  const type = mimeTypes[extname(file).toLowerCase()] ?? 'application/octet-stream';
  const tag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
  /** @type {import('node:http').OutgoingHttpHeaders} */
  const headers = {
    'content-type': type,
    'cache-control': file.includes(`${sep}_astro${sep}`) ? 'public, max-age=31536000, immutable' : 'no-cache',
    ...own,
    etag: tag,
    vary: 'accept-encoding',
  };
  if (status === 200 && request.headers['if-none-match'] === tag) {
    response.writeHead(304, headers).end();
    return;
  }
  const accepted = String(request.headers['accept-encoding'] ?? '').split(/\s*[,;]\s*/);
  const encoding = compressible.test(type) ? encodings.find((name) => accepted.includes(name)) : undefined;
  if (encoding) {
    const key = `${file} ${tag} ${encoding}`;
    const body = compressed.get(key) ?? readFile(file).then(encoders[encoding]);
    compressed.set(key, body);
    const bytes = await body;
    response.writeHead(status, { ...headers, 'content-encoding': encoding, 'content-length': bytes.length });
    response.end(request.method === 'HEAD' ? undefined : bytes);
    return;
  }
  response.writeHead(status, { ...headers, 'content-length': size });
  if (request.method === 'HEAD') response.end();
  else createReadStream(file).pipe(response);
}
