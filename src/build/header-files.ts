/** The headers of the published site, written once and told to each kind of host in its own way. */

interface Rule {
  /** From the root of the host; a star at its end stands for anything. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** No two rules set the same header: some hosts would send both values. */
function rulesOf(policy: string, base: string): Rule[] {
  return [
    {
      path: '/*',
      headers: {
        'Content-Security-Policy': policy,
        'X-Content-Type-Options': 'nosniff',
        'Referrer-Policy': 'strict-origin-when-cross-origin',
        'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
        'Cross-Origin-Opener-Policy': 'same-origin',
      },
    },
    {
      path: `${base}_astro/*`,
      headers: { 'Cache-Control': 'public, max-age=31536000, immutable' },
    },
    { path: `${base}service-worker.js`, headers: { 'Cache-Control': 'no-cache' } },
  ];
}

/** File name to text: what Netlify and Cloudflare (`_headers`), Vercel, Apache and nginx read. */
export function headerFiles(policy: string, base: string): Record<string, string> {
  const rules = rulesOf(policy, base);
  return {
    _headers: forNetlify(rules),
    'vercel.json': forVercel(rules),
    '.htaccess': forApache(rules, base),
    'nginx-headers.conf': forNginx(rules),
  };
}

const lines = (headers: Rule['headers'], line: (name: string, value: string) => string): string[] =>
  Object.entries(headers).map(([name, value]) => line(name, value));

const forNetlify = (rules: readonly Rule[]): string =>
  rules
    .flatMap(({ path, headers }) => [path, ...lines(headers, (name, value) => `  ${name}: ${value}`)])
    .join('\n') + '\n';

function forVercel(rules: readonly Rule[]): string {
  const headers = rules.map(({ path, headers }) => ({
    source: path.replace('*', '(.*)'),
    headers: Object.entries(headers).map(([key, value]) => ({ key, value })),
  }));
  return JSON.stringify({ trailingSlash: true, headers }, null, 2) + '\n';
}

/** Apache and nginx match by expression; a path of ours holds letters, digits and `-_/.` only. */
const expressionOf = (path: string): string =>
  `^${path.replaceAll('.', String.raw`\.`)}$`.replace(/\*\$$/, '');

function forApache(rules: readonly Rule[], base: string): string {
  const blocks = rules.flatMap(({ path, headers }) => [
    `  <If "%{REQUEST_URI} =~ m#${expressionOf(path)}#">`,
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
function forNginx([everywhere, ...rules]: readonly Rule[]): string {
  const said = (headers: Rule['headers'], indent: string): string[] =>
    lines(headers, (name, value) => `${indent}add_header ${name} "${value}" always;`);
  const blocks = rules.flatMap(({ path, headers }) => [
    `location ${path.endsWith('*') ? '^~' : '='} ${path.replace('*', '')} {`,
    ...said({ ...everywhere.headers, ...headers }, '  '),
    '}',
  ]);
  return [...said(everywhere.headers, ''), ...blocks, ''].join('\n');
}
