/**
 * Finds Firefox and WebKitGTK, which run one journey of the browser tests beside Chromium, and installs them on a machine of
 * CI. Elsewhere the tests leave out what is missing and say so by name.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { installDebianPackages } from './debian.mjs';

/** @param {readonly (string | undefined)[]} paths */
const firstThere = (paths) => paths.find((path) => path !== undefined && existsSync(path));

/** Firefox: `FIREFOX_PATH`, else where it usually lies. It brings WebDriver BiDi itself. */
export function findFirefox() {
  const { FIREFOX_PATH, PROGRAMFILES = '' } = process.env;
  return firstThere([
    FIREFOX_PATH,
    '/usr/bin/firefox-esr',
    '/usr/bin/firefox',
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    join(PROGRAMFILES, 'Mozilla Firefox', 'firefox.exe'),
  ]);
}

/** Where WebKitGTK's own programs may lie: the folder has the processor's name on Debian, none elsewhere. */
function libraries() {
  const system = '/usr/lib';
  const places = existsSync(system) ? ['', ...readdirSync(system)] : [];
  return ['webkit2gtk-4.1', 'webkitgtk-6.0'].flatMap((version) =>
    places.map((place) => join(system, place, version)),
  );
}

/**
 * WebKitGTK: its driver, its small browser, and the X server without a screen that the browser paints on.
 * @returns {{ driver: string, browser: string, screen: string } | undefined} paths; undefined where one is missing
 */
export function findWebKit() {
  const driver = firstThere(['/usr/bin/WebKitWebDriver']);
  const browser = firstThere(libraries().map((folder) => join(folder, 'MiniBrowser')));
  const screen = firstThere(['/usr/bin/Xvfb']);
  return driver && browser && screen ? { driver, browser, screen } : undefined;
}

/** What the tests are told of, with Debian's names for it. */
const engines = [
  { name: 'Firefox', find: findFirefox, packages: ['firefox-esr'] },
  { name: 'WebKitGTK', find: () => findWebKit()?.browser, packages: ['webkit2gtk-driver', 'xvfb'] },
];

/** Prints where each engine lies, or that its journey is left out. With `CI=true` a missing one is installed first. */
export async function ensureEngines() {
  for (const { name, find, packages } of engines) {
    if (!find() && process.env.CI === 'true') await installDebianPackages(...packages);
    const missing = `not installed, its journey is left out (Debian: apt-get install ${packages.join(' ')})`;
    console.log(`  ${name}: ${find() ?? missing}`);
  }
}
