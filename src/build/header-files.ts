/** The headers of the published site, written once and told to each kind of host in its own way. */

interface Rule {
  /** From the root of the host; a star at its end stands for anything. */
  readonly path: string;
  /** The beginning of the paths that the rule does not mean. */
  readonly except?: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * No two rules set the same header for one address: some hosts would send both values. Pages with one demo alone (`embed/`) may stand
 * in the frames of any site, also of an isolated one, all others in those of this site only. Every file, as threads are files of
 * their own, says that it takes nothing from other sites unasked (`Cross-Origin-Embedder-Policy`): with it and
 * `Cross-Origin-Opener-Policy` a page is isolated, and WASM may use threads.
 */
function rulesOf(policy: string, base: string): Rule[] {
  const embeds = `${base}embed/`;
  const framedBy = (ancestors: string): Rule['headers'] => ({
    'Content-Security-Policy': `${policy}; frame-ancestors ${ancestors}`,
  });
  return [
    { path: '/*', except: embeds, headers: framedBy("'self'") },
    { path: `${embeds}*`, headers: { ...framedBy('*'), 'Cross-Origin-Resource-Policy': 'cross-origin' } },
    {
      path: '/*',
      headers: {
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'strict-origin-when-cross-origin',
        'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      },
    },
    {
      path: `${base}_astro/*`,
      headers: { 'Cache-Control': 'public, max-age=31536000, immutable' },
    },
    { path: `${base}service-worker.js`, headers: { 'Cache-Control': 'no-cache' } },
  ];
}

/**
 * File name to text: what Netlify and Cloudflare (`_headers`), Vercel, Apache and nginx read. `policy` leaves open who may frame a
 * page.
 */
export function headerFiles(policy: string, base: string): Record<string, string> {
  const rules = rulesOf(policy, base);
  return {
    _headers: forNetlify(rules, base),
    'vercel.json': forVercel(rules),
    '.htaccess': forApache(rules, base),
    'nginx-headers.conf': forNginx(rules),
  };
}

const lines = (headers: Rule['headers'], line: (name: string, value: string) => string): string[] =>
  Object.entries(headers).map(([name, value]) => line(name, value));

function forNetlify(rules: readonly Rule[], base: string): string {
  const blocks = rules.flatMap(({ path, except, headers }) =>
    (except ? shallow(base) : [path]).flatMap((one) => [
      one,
      ...lines(headers, (name, value) => `  ${name}: ${value}`),
    ]),
  );
  return blocks.join('\n') + '\n';
}

/**
 * Netlify and Cloudflare know no exceptions, but names for one step of a path. An embed page lies three steps deep; every other
 * page, and every script that starts a thread, at most two.
 */
const shallow = (base: string): string[] =>
  ['', ':first', ':first/', ':first/:second', ':first/:second/'].map((steps) => base + steps);

function forVercel(rules: readonly Rule[]): string {
  const headers = rules.map(({ path, except, headers }) => ({
    source: except ? `/((?!${except.slice(1)}).*)` : path.replace('*', '(.*)'),
    headers: Object.entries(headers).map(([key, value]) => ({ key, value })),
  }));
  return JSON.stringify({ trailingSlash: true, headers }, null, 2) + '\n';
}

/** Apache and nginx match by expression; a path of ours holds letters, digits and `-_/.` only. */
const expressionOf = (path: string): string =>
  `^${path.replaceAll('.', String.raw`\.`)}$`.replace(/\*\$$/, '');

function forApache(rules: readonly Rule[], base: string): string {
  const but = (except?: string): string => (except ? ` && %{REQUEST_URI} !~ m#^${except}#` : '');
  const blocks = rules.flatMap(({ path, except, headers }) => [
    `  <If "%{REQUEST_URI} =~ m#${expressionOf(path)}#${but(except)}">`,
    ...lines(headers, (name, value) => `    Header always set ${name} "${value}"`),
    '  </If>',
  ]);
  return [
    `ErrorDocument 404 ${base}404.html`,
    'AddType application/wasm .wasm',
    'AddType application/manifest+json .webmanifest',
    'AddType text/javascript .js',
    '<IfModule mod_headers.c>',
    ...blocks,
    '</IfModule>',
    '',
  ].join('\n');
}

/** For inclusion in a `server` block. A location that adds a header loses those from around it, so each says them all. */
function forNginx(rules: readonly Rule[]): string {
  const everywhere: Rule['headers'] = Object.assign(
    {},
    ...rules.filter(({ path }) => path === '/*').map(({ headers }) => headers),
  );
  const said = (headers: Rule['headers'], indent: string): string[] =>
    lines(headers, (name, value) => `${indent}add_header ${name} "${value}" always;`);
  const others = rules.filter(({ path }) => path !== '/*');
  const blocks = others.flatMap(({ path, headers }) => [
    `location ${path.endsWith('*') ? '^~' : '='} ${path.replace('*', '')} {`,
    ...said({ ...everywhere, ...headers }, '  '),
    '}',
  ]);
  return [...said(everywhere, ''), ...blocks, ''].join('\n');
}
