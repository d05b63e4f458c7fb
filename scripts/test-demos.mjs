/**
 * `npm run test:demos`: the long journeys through demos, in Chromium and, where they are installed, in Firefox and WebKitGTK. Too
 * slow for every `npm test` on a machine without a graphics card. Names of test files may follow.
 */
import { ensureEngines } from './browsers/engines.mjs';
import { buildSite } from './build.mjs';
import { ensureChromium } from './chromium.mjs';
import { runTool } from './tools.mjs';

const CHROME_PATH = await ensureChromium();
await ensureEngines();
await buildSite();
const { ok } = await runTool('vitest', ['run', '--project', 'lab', ...process.argv.slice(2)], {
  env: { CHROME_PATH },
  output: 'shown',
});
process.exitCode = ok ? 0 : 1;
