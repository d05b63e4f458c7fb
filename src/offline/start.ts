/** Starts the service worker once the page is at rest. While writing there is none: it would serve what was, not what is. */
function start(): void {
  const address = `${import.meta.env.BASE_URL.replace(/\/?$/, '/')}service-worker.js`;
  navigator.serviceWorker.register(address, { updateViaCache: 'none' }).catch(() => undefined);
}

if (import.meta.env.PROD && 'serviceWorker' in navigator) {
  addEventListener('load', () => setTimeout(start, 1000));
}
