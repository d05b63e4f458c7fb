import { findWebKit } from '../../../scripts/browsers/engines.mjs';
import { type Running, startDriver, startScreen } from './processes.ts';
import type { Engine, Tab } from './tab.ts';
import { WebDriverSession } from './web-driver.ts';

const paths = findWebKit();

/** WebKitGTK, the engine of Safari as Debian builds it, through WebDriver in its MiniBrowser. */
export const webkit: Engine = { name: 'WebKitGTK', start: paths ? () => start(paths) : undefined };

async function start({ driver, browser, screen }: NonNullable<typeof paths>): Promise<Tab> {
  const running: Running[] = [];
  const end = async (): Promise<void> => {
    for (const program of running.toReversed()) await program.close();
  };
  try {
    running.push(await startScreen(screen));
    running.push(await startDriver(driver, running[0].address));
    const session = await WebDriverSession.start(running[1].address, {
      'webkitgtk:browserOptions': { binary: browser, args: ['--automation'] },
    });
    return tabOf(session, end);
  } catch (error) {
    await end();
    throw error;
  }
}

function tabOf(session: WebDriverSession, end: () => Promise<void>): Tab {
  const run: Tab['run'] = async (work, ...given) =>
    (await session.execute(`return (${String(work)})(...arguments)`, given)) as never;
  return {
    open: async (url) => {
      await session.open(url);
      await run(listen);
    },
    run,
    click: (selector) => session.click(selector),
    complaints: () => run(heard),
    close: () => session.end().finally(end),
  };
}

/** The driver tells nothing of the console, so the page itself listens; what comes before its load event is not heard. */
function listen(): void {
  const heard: string[] = [];
  Object.assign(window, { heard });
  window.addEventListener('error', ({ message }) => heard.push(message));
  window.addEventListener('unhandledrejection', ({ reason }) => heard.push(String(reason)));
  Object.assign(console, { error: (...said: unknown[]) => heard.push(said.map(String).join(' ')) });
}

function heard(): string[] {
  return (window as unknown as { heard: string[] }).heard;
}
