import { defineConfig } from 'vitest/config';

/** What opens the built site. */
const inBrowsers = {
  globalSetup: ['tests/browser/site.ts'],
  testTimeout: 300_000,
  hookTimeout: 120_000,
};

/** Those among them that run demos. */
const demos = [
  'compare',
  'editor',
  'engine',
  'engines',
  'faults',
  'first-step',
  'follow',
  'keep',
  'lab',
  'matrix',
  'memory',
  'share',
  'wasm-threads',
].map((name) => `tests/browser/${name}.test.ts`);

export default defineConfig({
  test: {
    // TensorFlow.js greets every test file with the same advertisement.
    onConsoleLog: (text) => !text.includes('running TensorFlow.js in Node.js'),
    projects: [
      {
        test: {
          name: 'unit',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/browser/**'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...inBrowsers,
          name: 'pages',
          include: ['tests/browser/**/*.test.ts'],
          exclude: demos,
          // Reading leaves a core idle most of the time.
          maxWorkers: 2,
        },
      },
      {
        test: {
          ...inBrowsers,
          name: 'lab',
          include: demos,
          // One browser at a time: journeys measure pauses, and software WebGL takes every core.
          fileParallelism: false,
        },
      },
    ],
  },
});
