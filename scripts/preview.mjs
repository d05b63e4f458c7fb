/** `npm run preview`: serves `dist` until Ctrl-C. `PORT` and `HOST` choose another place than 127.0.0.1:4321. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from './server.mjs';
import { root } from './tools.mjs';

const directory = join(root, 'dist');
if (existsSync(join(directory, 'index.html'))) {
  const port = Number(process.env.PORT ?? 4321);
  const site = await serve({ directory, port, host: process.env.HOST ?? '127.0.0.1' });
  console.log(`\nDemystify Generative Modeling is at ${site.url}\nCtrl-C ends it.`);
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => void site.close().then(() => process.exit(0)));
  }
} else {
  console.error(
    'There is no built site yet: run `npm run build`, or `npm start`, which builds it where needed.',
  );
  process.exitCode = 1;
}
