/** On what the figures were taken. */
import { cpus, release, totalmem, type } from 'node:os';
import type { Browser, Page } from 'playwright';
import type { Results } from '#build/results';

export async function machineOf(browser: Browser, page: Page): Promise<Results['machine']> {
  const processors = cpus();
  return {
    processor: processors[0]?.model.trim() || 'unknown',
    cores: processors.length || 1,
    memory: totalmem(),
    system: `${type()} ${release()}`,
    browser: `Chromium ${browser.version()}`,
    renderer: (await page.evaluate(() => window.bench.renderer())) || 'unknown',
  };
}
