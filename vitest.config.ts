import { defineConfig } from 'vitest/config';

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
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          globalSetup: ['tests/browser/site.ts'],
          // One browser at a time: journeys measure pauses and page weight, and software WebGL takes every core.
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
