/** Counts what a page asks of the graphics card: draw calls, uploads of numbers, read-backs. Runs in the page. */

export interface GpuCount {
  draws: number;
  uploads: number;
  readBacks: number;
}

type Call = (this: WebGL2RenderingContext, ...args: unknown[]) => unknown;

/** Begins to count for all contexts, made or yet to be made; a canvas that draws elsewhere on the page counts too. */
export function countGpuCalls(): GpuCount {
  const count: GpuCount = { draws: 0, uploads: 0, readBacks: 0 };
  const methods = WebGL2RenderingContext.prototype as unknown as Record<string, Call>;
  const watch = (name: string, seen: (args: readonly unknown[]) => void) => {
    const original = methods[name];
    methods[name] = function (...args) {
      seen(args);
      return original.apply(this, args);
    };
  };
  for (const name of ['drawArrays', 'drawElements']) watch(name, () => count.draws++);
  // A texture that is only given its size gets no data: its last argument is null, or there is none.
  for (const name of ['texImage2D', 'texSubImage2D']) {
    watch(name, (args) => void (args.length > 6 && args.at(-1) !== null && count.uploads++));
  }
  watch('readPixels', () => count.readBacks++);
  return count;
}
