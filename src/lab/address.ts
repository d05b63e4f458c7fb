/**
 * The query of the page's address where it is meant for this demo: by its name, as the only demo of an embed page, or as the first
 * of the page where no demo has that name and somebody must say so. It runs on every article, so it stays small.
 */
export function queryFor(demo: Element): URLSearchParams | undefined {
  const query = new URLSearchParams(location.search);
  const name = query.get('demo');
  if (demo.closest('[data-embed]')) return query.size > 0 ? query : undefined;
  if (name === null) return undefined;
  const named = document.getElementById(`demo-${name}`) ?? document.querySelector('demo-lab');
  return named === demo ? query : undefined;
}
