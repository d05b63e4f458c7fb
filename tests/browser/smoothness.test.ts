/** While a model trains, the page goes on being painted. */
import { expect, it } from 'vitest';
import { launch } from './browser.ts';
import { openDemo } from './demo-frame.ts';

it.each(['webgl', 'wasm'])('a page is smooth while a demo trains on %s', async (backend) => {
  const browser = await launch();
  const demo = await openDemo(browser, 'points', { path: `denoising-diffusion/?backend=${backend}` });
  await demo.press('play');
  await demo.reaches(60);
  const longest = await demo.page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        let [last, most] = [performance.now(), 0];
        const until = last + 8000;
        const tick = (now: number) => {
          most = Math.max(most, now - last);
          last = now;
          if (now < until) requestAnimationFrame(tick);
          else resolve(most);
        };
        requestAnimationFrame(tick);
      }),
  );
  expect(longest, 'longest gap between animation frames, ms').toBeLessThan(100);
  await browser.close();
});
