/**
 * Counts what a graphics card is told, by wrapping the browser's own methods: import this before any program that uses them.
 * A draw is a draw call or a dispatch, an upload a call that carries numbers, a read-back a call that asks for numbers.
 */
import type { Calls } from './contract.ts';

const counts = { draws: 0, uploads: 0, readBacks: 0 };

/** What was counted since the last time that this was asked. */
export function takeCalls(): Calls {
  const taken = { ...counts };
  Object.assign(counts, { draws: 0, uploads: 0, readBacks: 0 });
  return taken;
}

type Method = (...values: unknown[]) => unknown;

function count(
  owner: { readonly prototype: object } | undefined,
  names: readonly string[],
  { as, when = () => true }: { as: keyof Calls; when?: (values: readonly unknown[]) => boolean },
): void {
  const methods = owner?.prototype as Record<string, Method> | undefined;
  for (const name of names) {
    const original = methods?.[name];
    if (!methods || !original) continue;
    methods[name] = function (this: unknown, ...values: unknown[]) {
      if (when(values)) counts[as] += 1;
      return original.apply(this, values);
    };
  }
}

/** Room that is only reserved, without numbers, is no upload. */
const carriesNumbers = (values: readonly unknown[]): boolean =>
  values.some((value) => ArrayBuffer.isView(value) || value instanceof ArrayBuffer);

type Owner = { readonly prototype: object } | undefined;
const { WebGL2RenderingContext, GPUQueue, GPUBuffer, GPUDevice, GPUComputePassEncoder } =
  globalThis as unknown as Record<string, Owner>;

const drawing = [
  'drawArrays',
  'drawElements',
  'drawArraysInstanced',
  'drawElementsInstanced',
  'drawRangeElements',
];
count(WebGL2RenderingContext, drawing, { as: 'draws' });
count(
  WebGL2RenderingContext,
  ['texImage2D', 'texSubImage2D', 'texImage3D', 'texSubImage3D', 'bufferData', 'bufferSubData'],
  {
    as: 'uploads',
    when: carriesNumbers,
  },
);
count(WebGL2RenderingContext, ['readPixels'], { as: 'readBacks' });
count(GPUComputePassEncoder, ['dispatchWorkgroups', 'dispatchWorkgroupsIndirect'], { as: 'draws' });
count(GPUQueue, ['writeBuffer', 'writeTexture'], { as: 'uploads' });
count(GPUDevice, ['createBuffer'], {
  as: 'uploads',
  when: ([description]) => (description as { mappedAtCreation?: boolean }).mappedAtCreation === true,
});
count(GPUBuffer, ['mapAsync'], { as: 'readBacks' });
