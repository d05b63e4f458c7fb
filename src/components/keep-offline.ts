/** Wakes the section that keeps an article, as it comes near. It stays hidden where this browser keeps nothing. */
const section = document.querySelector<HTMLElement>('[data-keep]');

if (section && import.meta.env.PROD && 'caches' in window) {
  section.hidden = false;
  const near = new IntersectionObserver(
    ([entry]) => {
      if (!entry.isIntersecting) return;
      near.disconnect();
      void import('../offline/article.ts').then(({ wake }) => wake(section));
    },
    { rootMargin: '400px' },
  );
  near.observe(section);
}
