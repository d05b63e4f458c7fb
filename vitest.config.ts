import { defineConfig } from 'vitest/config';

/** What opens the built site. */
const inBrowsers = {
  globalSetup: ['tests/browser/site.ts'],
  testTimeout: 300_000,
  hookTimeout: 120_000,
};

/** Those that measure how smooth a page is, and so want the machine to themselves. */
const alone = ['tests/browser/smoothness.test.ts'];

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
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          ...inBrowsers,
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          exclude: alone,
          // A demo that plays keeps a core busy.
          maxWorkers: 2,
        },
      },
      { test: { ...inBrowsers, name: 'alone', include: alone, maxWorkers: 1 } },
    ],
  },
});
