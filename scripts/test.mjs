/**
 * `npm test`: everything that must hold, from a fresh clone. A failed step does not hide the others; the last line counts the
 * tests, and each failed check without tests of its own counts as one.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureEngines } from './browsers/engines.mjs';
import { buildSite } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { installPackages, packagesAreMissing } from './install.mjs';
import { root, runTool, step } from './tools.mjs';

/** @type {string[]} */
const failures = [];
const count = { passed: 0, failed: 0 };

/** Tests failed, and each is counted already. */
class FailedTests extends Error {}

/**
 * @param {string} name
 * @param {() => Promise<unknown>} work throws where the step fails
 * @returns {Promise<boolean>}
 */
async function check(name, work) {
  try {
    await step(name, work);
    return true;
  } catch (error) {
    if (error instanceof Error && error.message) console.error(error.message);
    failures.push(name);
    if (!(error instanceof FailedTests)) count.failed += 1;
    return false;
  }
}

/**
 * @param {string} name
 * @param {string[]} args
 * @param {{ package?: string, env?: Record<string, string>, output?: 'shown' | 'on failure' }} [options]
 */
async function tool(name, args, options) {
  const { ok } = await runTool(name, args, { output: 'on failure', ...options });
  if (!ok) throw new Error();
}

/**
 * @param {'unit' | 'browser' | 'alone'} project of vitest.config.ts
 * @param {Record<string, string>} [env]
 */
async function tests(project, env = {}) {
  const report = join(root, '.cache', `tests-${project}.json`);
  rmSync(report, { force: true });
  mkdirSync(join(root, '.cache'), { recursive: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const { ok } = await runTool('vitest', ['run', '--project', project, ...reporters], {
    env,
    output: 'shown',
  });
  const failed = addCounts(report);
  if (!ok) throw failed > 0 ? new FailedTests() : new Error();
}

/**
 * @param {string} report written by vitest; it is missing where vitest itself broke off
 * @returns how many tests failed
 */
function addCounts(report) {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'));
    count.passed += numPassedTests;
    count.failed += numFailedTests;
    return numFailedTests;
  } catch {
    console.error('Vitest ended before it could report.');
    return 0;
  }
}

async function everything() {
  const installed = !packagesAreMissing() || (await check('Install packages', installPackages));
  if (!installed) return;
  let browser = '';
  await check('Chromium', async () => {
    browser = await ensureChromium();
    console.log(`  ${browser}`);
  });
  await check('Other engines', ensureEngines);
  // Each of them keeps one core busy.
  const types = async () => {
    await check('Type check: the site', () => tool('astro', ['check', '--minimumSeverity', 'warning']));
    const args = ['-p', 'tsconfig.dom-free.json'];
    await check('Type check: without the DOM', () => tool('tsc', args, { package: 'typescript' }));
  };
  const style = async () => {
    await check('Format', () => tool('prettier', ['--check', '--log-level', 'warn', '.']));
    // Last: it reads types that the check of the site writes when it begins.
    await check('Lint', () => tool('eslint', ['.', '--max-warnings', '0']));
  };
  await Promise.all([types(), style()]);
  await check('Unit and mathematics tests', () => tests('unit'));
  const built = await check('Build', buildSite);
  if (!built || !browser) return;
  await check('Browser tests', () => tests('browser', { CHROME_PATH: browser }));
  await check('Browser tests that measure smoothness', () => tests('alone', { CHROME_PATH: browser }));
}

const started = performance.now();
await everything();
const minutes = ((performance.now() - started) / 60_000).toFixed(1);
console.log(failures.length > 0 ? `\nFailed: ${failures.join('; ')}` : '\nEverything holds');
console.log(`${minutes} minutes\n${count.passed} passed, ${count.failed} failed`);
process.exitCode = failures.length > 0 ? 1 : 0;
