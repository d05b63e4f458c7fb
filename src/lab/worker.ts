import { demoFiles } from './demo-files.ts';
import { graphicsCard } from './graphics-card.ts';
import type { Greeting, Pulse, Request } from './protocol.ts';
import { serveDemos } from './session.ts';

const serve = serveDemos(demoFiles, (reply, transfer = []) => self.postMessage(reply, { transfer }));

self.addEventListener('message', ({ data }: MessageEvent<Request | Pulse>) => {
  if (data.type === 'pulse') self.postMessage(data);
  else serve(data);
});

/** Held as long as this thread lives; the page waits for it, and so hears at once when the thread is gone. */
function heldLock(): Promise<string | undefined> {
  if (!('locks' in navigator)) return Promise.resolve(undefined);
  const name = `demo-lab ${crypto.randomUUID()}`;
  return new Promise((resolve) => {
    const hold = (): Promise<never> => {
      resolve(name);
      return new Promise(() => undefined);
    };
    navigator.locks.request(name, hold).catch(() => resolve(undefined));
  });
}

self.postMessage({ type: 'hello', card: graphicsCard(), lock: await heldLock() } satisfies Greeting);
