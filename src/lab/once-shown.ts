/**
 * Calls back when what was just painted is on the screen. Asking for the next frame earlier would have the page's own
 * painting wait behind the model's work on the same graphics card.
 */
export function onceShown(callback: () => void): void {
  requestAnimationFrame(() => requestAnimationFrame(callback));
}
