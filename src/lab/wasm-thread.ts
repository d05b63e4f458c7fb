/**
 * One thread of the WASM backend, as a classic worker: the protocol of Emscripten's own worker, which TensorFlow.js 4.22 has as a text
 * that pages of a strict policy may not run. The program is the same that the thread's maker runs, on the same memory.
 */
import createProgram from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js';

/** What the maker sends first, and what it sends when the thread is to work. */
type Order =
  | { readonly cmd: 'load'; readonly wasmModule: WebAssembly.Module; readonly wasmMemory: WebAssembly.Memory }
  | {
      readonly cmd: 'run';
      readonly pthread_ptr: number;
      readonly start_routine: number;
      readonly arg: number;
    };

/** What a thread asks of the program, by the names that Emscripten gave. */
interface Program {
  readonly PThread: { threadInitTLS(): void };
  __emscripten_thread_init(thread: number, isMain: 0, isRuntime: 0, canBlock: 1): void;
  establishStackSpace(): void;
  invokeEntryPoint(routine: number, argument: number): void;
}

let program: Program | undefined;

/** The program calls this by its global name when it can be used. */
function startWorker(started: Program): void {
  program = started;
  self.postMessage({ cmd: 'loaded' });
}
Object.assign(self, { startWorker });

self.addEventListener('message', ({ data }: MessageEvent<Order>) => {
  if (data.cmd === 'load') load(data);
  if (data.cmd === 'run') run(data);
});

function load({ wasmModule, wasmMemory }: Order & { cmd: 'load' }): void {
  const settings = {
    ENVIRONMENT_IS_PTHREAD: true,
    wasmMemory,
    buffer: wasmMemory.buffer,
    instantiateWasm: (imports: WebAssembly.Imports, receive: (made: WebAssembly.Instance) => void) => {
      const instance = new WebAssembly.Instance(wasmModule, imports);
      receive(instance);
      return instance.exports;
    },
  };
  void createProgram(settings);
}

/** Does not return while the thread has work or waits for more. */
function run({ pthread_ptr, start_routine, arg }: Order & { cmd: 'run' }): void {
  program!.__emscripten_thread_init(pthread_ptr, 0, 0, 1);
  program!.establishStackSpace();
  program!.PThread.threadInitTLS();
  program!.invokeEntryPoint(start_routine, arg);
}
