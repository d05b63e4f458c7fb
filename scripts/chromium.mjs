/** Finds a Chromium for the browser tests, and installs one where there is none. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { installDebianPackages } from './browsers/debian.mjs';
import { run, runTool } from './tools.mjs';

/** Debian's Chromium without windows, which opens a page for a third of the work: it has no tab strip to paint. */
const shell = '/usr/bin/chromium-headless-shell';

/** Where browsers usually lie, by system. */
function usualPlaces() {
  const { LOCALAPPDATA, PROGRAMFILES, HOME = '' } = process.env;
  const windows = [LOCALAPPDATA, PROGRAMFILES, process.env['PROGRAMFILES(X86)']].filter(
    (path) => path !== undefined,
  );
  const applications = ['/Applications', join(HOME, 'Applications')];
  if (process.platform === 'win32') {
    return windows.flatMap((path) => [
      join(path, 'Google', 'Chrome', 'Application', 'chrome.exe'),
      join(path, 'Chromium', 'Application', 'chrome.exe'),
      join(path, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
    ]);
  }
  if (process.platform === 'darwin') {
    return applications.flatMap((path) => [
      join(path, 'Google Chrome.app', 'Contents', 'MacOS', 'Google Chrome'),
      join(path, 'Chromium.app', 'Contents', 'MacOS', 'Chromium'),
    ]);
  }
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
  return [shell, ...names.map((name) => `/usr/bin/${name}`)];
}

/** The browser that Playwright downloaded, if it did. */
async function playwrightBrowser() {
  const { chromium } = await import('playwright');
  return chromium.executablePath();
}

/**
 * The first browser found that starts: `CHROME_PATH`, the system's, Playwright's own.
 * @param {{ tabs?: boolean }} [options] `tabs` leaves out the one that has none
 * @returns {Promise<string | undefined>}
 */
export async function findChromium({ tabs = false } = {}) {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
  for (const path of [...usualPlaces(), await playwrightBrowser()]) {
    if (tabs && path === shell) continue;
    if (existsSync(path) && (await starts(path))) return path;
  }
  return undefined;
}

/**
 * A downloaded browser may lack libraries of the system. On Windows `--version` opens a window, so there the file is enough.
 * @param {string} path
 */
async function starts(path) {
  if (process.platform === 'win32') return true;
  const { ok } = await run(path, ['--version'], { output: 'hidden', timeout: 20_000 });
  return ok;
}

/** Playwright's own download; it fails within about two minutes where its servers cannot be reached. */
async function downloadChromium() {
  console.log('  No browser found: asking Playwright for one');
  const env = { PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT: '15000' };
  const options = { env, output: /** @type {const} */ ('hidden'), timeout: 300_000 };
  await runTool('playwright', ['install', '--no-shell', 'chromium'], options);
}

/**
 * Finds a browser, or installs one: Playwright's download first, Debian's package otherwise. On a machine of CI Debian's package
 * comes first.
 * @returns {Promise<string>} its path
 * @throws {Error} that says what to do where neither works
 */
export async function ensureChromium() {
  const installShell = () => installDebianPackages('chromium-headless-shell');
  if (process.env.CI === 'true' && !process.env.CHROME_PATH && !existsSync(shell)) await installShell();
  const found = await findChromium();
  if (found) return found;
  for (const install of [downloadChromium, installShell, () => installDebianPackages('chromium')]) {
    await install();
    const installed = await findChromium();
    if (installed) return installed;
  }
  throw new Error(
    'The browser tests need Chromium, and neither Playwright nor apt-get could install it.\n' +
      'Install Chromium or Chrome by hand, or set CHROME_PATH to the file of one, and run `npm test` again.',
  );
}

/**
 * WebGL 2 without a graphics card, and no requests of the browser's own. Pages are painted and put together on the processor: on the
 * emulated card that would stand behind the model's work, and cost several times as much.
 */
const flags = [
  '--no-sandbox',
  '--disable-gpu-rasterization',
  '--disable-gpu-compositing',
  '--use-gl=angle',
  '--use-angle=swiftshader',
  '--enable-unsafe-swiftshader',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

/**
 * Starts the browser for tests and measurements.
 * @param {readonly string[]} [more] further flags
 * @param {{ tabs?: boolean }} [options] `tabs` for who opens some through the debugging connection
 * @throws {Error} where no browser is installed
 */
export async function launch(more = [], options = {}) {
  const executablePath = await findChromium(options);
  if (!executablePath) throw new Error('No Chromium found: `npm test` installs one, or set CHROME_PATH.');
  const { chromium } = await import('playwright');
  return chromium.launch({ executablePath, args: [...flags, ...more] });
}
