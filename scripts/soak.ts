/**
 * `npm run soak`: 10,000 steps of every demo at its smallest, in Node. Prints what is held in the first half and in the last,
 * and fails where tensors or their bytes have grown. `npm run soak points` takes the demos whose name holds the word;
 * `npm run soak points 2000` takes so many steps.
 */
import { useBackend } from '#lab/backend';
import { least, soak, soaks } from './soaking.ts';

const [, , word = '', count = '10000'] = process.argv;
await useBackend('wasm');
for (const each of await soaks()) {
  if (!each.name.includes(word)) continue;
  const begun = performance.now();
  const held = await soak(each, { steps: Number(count) });
  const half = Math.ceil(held.length / 2);
  const [first, last] = [least(held.slice(0, half)), least(held.slice(half))];
  const flat = last.tensors <= first.tensors && last.bytes <= first.bytes;
  if (!flat) process.exitCode = 1;
  const heap = [first, last].map(({ heapBytes }) => (heapBytes / 1e6).toFixed(1)).join(' -> ');
  console.log(
    `${flat ? 'flat ' : 'GROWN'} ${each.name}: ${first.tensors} -> ${last.tensors} tensors, ${first.bytes} -> ${last.bytes} bytes, ` +
      `heap ${heap} MB, ${((performance.now() - begun) / 1000).toFixed(0)} s`,
  );
}
