/** Installs the packages of package-lock.json where they are missing or older than it. Needs nothing but Node and npm. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './tools.mjs';

/**
 * npm writes `node_modules/.package-lock.json` last, so a broken-off installation counts as missing.
 * @param {string} [folder]
 */
export function packagesAreMissing(folder = root) {
  const installed = timeOf(join(folder, 'node_modules', '.package-lock.json'));
  return installed === undefined || installed < (timeOf(join(folder, 'package-lock.json')) ?? 0);
}

/** @throws {Error} when npm fails; what it printed is shown. */
export async function installPackages() {
  const { ok } = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (!ok)
    throw new Error(
      'npm ci failed. Check the network and the message above, then run the same command again.',
    );
}

/**
 * Where npm started us, its own script runs under the Node that npm runs under: that one is not replaced by the installation.
 * Otherwise the command is looked up on the PATH.
 * @param {string[]} args
 */
function npm(args) {
  const { npm_execpath: script, npm_node_execpath: node = process.execPath } = process.env;
  if (script?.match(/npm-cli\.[cm]?js$/)) return run(node, [script, ...args], { output: 'on failure' });
  return process.platform === 'win32'
    ? run('cmd.exe', ['/d', '/c', 'npm', ...args], { output: 'on failure' })
    : run('npm', args, { output: 'on failure' });
}

/** @param {string} file */
function timeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs;
}
