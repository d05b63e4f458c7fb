import { build, type Plugin, type Rolldown } from 'vite';
import { editablePackages } from './editable-sources.ts';

const entry = 'virtual:workshop';

/**
 * The program of the workshop as one text: the session of the demos, every backend of TensorFlow.js, and all that demos import
 * besides their own files. `open(program, port)` begins.
 */
export async function editableRuntime({ root, base }: { root: string; base: string }): Promise<string> {
  const output = (await build({
    configFile: false,
    root,
    base,
    publicDir: false,
    logLevel: 'error',
    plugins: [workshop(editablePackages(root))],
    build: {
      write: false,
      copyPublicDir: false,
      modulePreload: false,
      target: 'es2022',
      minify: true,
      rolldownOptions: {
        input: entry,
        preserveEntrySignatures: 'strict',
        output: { format: 'es', codeSplitting: false, comments: { legal: false } },
      },
    },
  })) as Rolldown.RolldownOutput;
  return output.output[0].code;
}

function workshop(packages: readonly string[]): Plugin {
  return {
    name: 'workshop',
    enforce: 'pre',
    resolveId(id, from) {
      if (id === entry) return `\0${entry}`;
      if (id.endsWith('/wasm-files.ts') && from?.endsWith('/backend.ts')) return '\0wasm-names';
      if (id.endsWith('/wasm-threads.ts')) return '\0no-threads';
      return undefined;
    },
    load(id) {
      if (id === '\0wasm-names') return wasmNames;
      // A frame of no site is never isolated, so that they could not start there.
      if (id === '\0no-threads') return 'export const preferThreads = () => undefined;';
      return id === `\0${entry}` ? entryText(packages) : undefined;
    },
  };
}

/** The page knows where these lie; here they go by their names. */
const wasmNames = `export const wasmFiles = Object.fromEntries(
  ['', '-simd', '-threaded-simd'].map((kind) => ['tfjs-backend-wasm' + kind + '.wasm', 'tfjs-backend-wasm' + kind + '.wasm']),
);`;

function entryText(packages: readonly string[]): string {
  const place = (name: string): string => (name.startsWith('src/') ? `/${name}` : name);
  const imports = packages.map((name, i) => `import * as p${i} from ${JSON.stringify(place(name))};`);
  const table = packages.map((name, i) => `${JSON.stringify(name)}: p${i}`);
  return [
    `import { openBench } from '/src/lab/editor/bench.ts';`,
    ...imports,
    `const packages = { ${table.join(', ')} };`,
    'export const open = (program, port) => openBench(program, port, packages);',
  ].join('\n');
}
