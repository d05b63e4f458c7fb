/**
 * Runs the project's tools with the Node that the project pins (24, from the npm package `node`), whatever Node started us.
 * No shell is involved, so it works the same on every desktop system.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The project's own Node once it is installed; until then the one that runs this file. */
export function nodePath() {
  const names = ['node.exe', 'node'].map((name) => join(root, 'node_modules', 'node', 'bin', name));
  return names.find((name) => existsSync(name)) ?? process.execPath;
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] Folder that the program runs in. Default: the project's.
 * @property {Record<string, string>} [env] Added to the environment.
 * @property {'shown' | 'on failure' | 'hidden'} [output] When what the command prints is seen. Default: `shown`.
 * @property {number} [timeout] In milliseconds; the command fails when it is over.
 *
 * Runs a program to its end. Nothing is read from the keyboard.
 * @param {string} program
 * @param {string[]} args
 * @param {RunOptions} [options]
 * @returns {Promise<{ ok: boolean, output: string }>} `output` is what a command printed that was not `shown`.
 */
export function run(program, args, { cwd = root, env = {}, output: seen = 'shown', timeout } = {}) {
  return new Promise((resolve) => {
    const stream = seen === 'shown' ? 'inherit' : 'pipe';
    const child = spawn(program, args, {
      cwd,
      env: toolEnvironment(env),
      stdio: ['ignore', stream, stream],
      timeout,
      windowsHide: true,
    });
    /** @type {Buffer[]} */
    const printed = [];
    child.stdout?.on('data', (/** @type {Buffer} */ bytes) => printed.push(bytes));
    child.stderr?.on('data', (/** @type {Buffer} */ bytes) => printed.push(bytes));
    /** @param {boolean} ok @param {string} [reason] */
    const end = (ok, reason = '') => {
      const output = Buffer.concat(printed).toString('utf8') + reason;
      if (!ok && seen === 'on failure') process.stderr.write(output.endsWith('\n') ? output : `${output}\n`);
      resolve({ ok, output });
    };
    child.once('error', (error) => end(false, String(error)));
    child.once('close', (code) => end(code === 0));
  });
}

/**
 * Runs the command-line tool of an installed package, e.g. `runTool('astro', ['build'])`.
 * @param {string} name the command's name
 * @param {string[]} args
 * @param {RunOptions & { package?: string }} [options] `package` where the command is not named like its package.
 */
export function runTool(name, args, { package: from = name, ...options } = {}) {
  const folder = join(root, 'node_modules', ...from.split('/'));
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return run(nodePath(), [join(folder, typeof bin === 'string' ? bin : bin[name]), ...args], options);
}

/** @param {Record<string, string>} added */
function toolEnvironment(added) {
  const name = Object.keys(process.env).find((key) => key.toUpperCase() === 'PATH') ?? 'PATH';
  const path = [join(root, 'node_modules', '.bin'), process.env[name]].filter(Boolean).join(delimiter);
  return { ...process.env, ASTRO_TELEMETRY_DISABLED: '1', [name]: path, ...added };
}

/**
 * Announces a step, runs it and says how long it took.
 * @template Result
 * @param {string} name
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function step(name, work) {
  const started = performance.now();
  console.log(`▶ ${name}`);
  try {
    const result = await work();
    console.log(`✔ ${name} (${seconds(started)})`);
    return result;
  } catch (error) {
    console.log(`✘ ${name} failed (${seconds(started)})`);
    throw error;
  }
}

/** @param {number} started */
function seconds(started) {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}
