import { expect, test, vi } from 'vitest';
import { History } from '#lab/history';
import { Stage } from '#lab/stage';

vi.mock('#words/page', async () => {
  const { wordsOf } = await import('#words/words');
  return { pageWords: () => wordsOf('en').script };
});

test('who looks back before a frame is painted sees the earlier one, and the run that made the later one hears of it', () => {
  const frames: (() => void)[] = [];
  vi.stubGlobal('requestAnimationFrame', (callback: () => void) => frames.push(callback));
  const timeline = { max: '', value: '', setAttribute: vi.fn() };
  const other = { textContent: '' };
  const root = { querySelector: (selector: string) => (selector === '[data-timeline]' ? timeline : other) };
  const history = new History();
  for (const step of [1, 2, 3]) history.add({ step });
  const stage = new Stage(root as never, {});
  const told: string[] = [];

  stage.show(history, 2, () => told.push('newest'));
  stage.show(history, 0, () => told.push('earlier'));
  expect(frames).toHaveLength(1);
  frames[0]();
  expect(timeline.value).toBe('0');
  expect(told).toEqual(['newest', 'earlier']);

  stage.show(history, 1);
  expect(frames).toHaveLength(2);
  vi.unstubAllGlobals();
});
