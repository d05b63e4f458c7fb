/** `npm start`: from a fresh clone to a served site. Installs what is missing, builds what is needed, prints the address. */
import { buildSite, isBuilt } from './build.mjs';
import { installPackages, packagesAreMissing } from './install.mjs';
import { step } from './tools.mjs';

try {
  if (packagesAreMissing()) await step('Install packages', installPackages);
  if (!isBuilt()) await step('Build the site', buildSite);
  await import('./preview.mjs');
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
