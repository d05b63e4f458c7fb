import { demoFiles } from './demo-files.ts';
import type { Greeting, Request } from './protocol.ts';
import { serveDemos } from './session.ts';

const serve = serveDemos(demoFiles, (reply, transfer = []) => self.postMessage(reply, { transfer }));

self.addEventListener('message', ({ data }: MessageEvent<Request>) => serve(data));

const webgl =
  typeof OffscreenCanvas !== 'undefined' && new OffscreenCanvas(1, 1).getContext('webgl2') !== null;
self.postMessage({ type: 'hello', webgl } satisfies Greeting);
