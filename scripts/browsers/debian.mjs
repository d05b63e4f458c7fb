/** Installs packages of Debian and its relatives, where whoever runs the tests may. */
import { existsSync } from 'node:fs';
import { run } from '../tools.mjs';

/** Nothing is asked for, neither in the terminal nor by `sudo`. */
const quiet = { env: { DEBIAN_FRONTEND: 'noninteractive' }, output: /** @type {const} */ ('hidden') };

/**
 * Asks apt-get for packages. Does nothing on other systems, and none where that would take a password.
 * @param {...string} packages installed all together or not at all
 */
export async function installDebianPackages(...packages) {
  const prefix = administrator();
  if (process.platform !== 'linux' || !prefix || !existsSync('/usr/bin/apt-get')) return;
  console.log(`  Asking apt-get for ${packages.join(', ')}`);
  const [program, ...before] = [...prefix, 'apt-get'];
  const options = { ...quiet, timeout: 600_000 };
  await run(program, [...before, 'update'], options);
  await run(program, [...before, 'install', '--yes', '--no-install-recommends', ...packages], options);
}

/** What makes a command the administrator's: nothing for root, `sudo` without a password on a machine of CI. */
function administrator() {
  if (process.getuid?.() === 0) return [];
  const askable = process.env.CI === 'true' && existsSync('/usr/bin/sudo');
  return askable ? ['/usr/bin/sudo', '--non-interactive', '--preserve-env=DEBIAN_FRONTEND'] : undefined;
}
