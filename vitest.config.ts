import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take minutes though they are short, and so would be begun last: the others fill the cores beside them. */
const long = /(matrix|accessibility|presets|instrument|game|soak)\.test\.ts$/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification): number => Number(long.test(moduleId));
    return sorted.sort((a, b) => isLong(b) - isLong(a));
  }
}

/** What opens the built site. */
const inBrowsers = {
  globalSetup: ['tests/browser/site.ts'],
  testTimeout: 300_000,
  hookTimeout: 120_000,
  expect: { poll: { timeout: 15_000 } },
};

/** Those that measure how smooth a page is, and so want the machine to themselves. */
const alone = ['tests/browser/smoothness.test.ts'];

export default defineConfig({
  test: {
    sequence: { sequencer: LongestFirst },
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
