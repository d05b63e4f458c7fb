/** The page that shows what is kept on this device. */
import { filled } from '#words/filling';
import { pageWords } from '#words/page';
import { bytesHere, controlIn, inBytes, keepAll } from './control.ts';
import { inventory, type Inventory } from './inventory.ts';
import { removeAll } from './keeping.ts';
import { indexAddress, type SeriesIndex } from './lists.ts';
import { showPage } from './page-control.ts';
import { base, fetched, offlinePage } from './shelves.ts';

const root = document.querySelector<HTMLElement>('[data-shelf]')!;
const part = <Found extends HTMLElement>(name: string): Found => root.querySelector<Found>(`[data-${name}]`)!;
const rows = (): HTMLElement[] => [...root.querySelectorAll<HTMLElement>('[data-page]')];

/** The rows of articles stand in the page; each other page gets one while it is kept. */
function showOthers({ pages }: Inventory): void {
  for (const row of part('others').querySelectorAll<HTMLElement>('[data-page]')) {
    if (!pages.some(({ path }) => path === row.dataset.page)) row.remove();
  }
  for (const { path, title } of pages) {
    if (rows().some(({ dataset }) => dataset.page === path)) continue;
    const row = part<HTMLTemplateElement>('row').content.firstElementChild!.cloneNode(true) as HTMLElement;
    Object.assign(row.dataset, { page: path, title });
    const link = row.querySelector('a')!;
    link.href = path;
    link.textContent = title;
    part('others').append(row);
  }
  part('none').hidden = part('others').childElementCount > 0;
}

async function show(): Promise<void> {
  const now = await inventory();
  showOthers(now);
  for (const row of rows()) {
    const { page: path = '', title = '' } = row.dataset;
    await showPage(controlIn(row), { path, title, changed: show }, now);
  }
  await showSpace(now);
}

async function showSpace({ shared, whole }: Inventory): Promise<void> {
  const words = pageWords().offline;
  const { quota } = (await navigator.storage?.estimate?.()) ?? {};
  const size = inBytes(whole);
  part('shared').textContent = filled(words.shared, { size: inBytes(shared) });
  part('total').textContent = quota
    ? filled(words.room, { size, quota: inBytes(quota) })
    : filled(words.total, { size });
  part('total').dataset.bytes = String(whole);
  part('persist').hidden = (await navigator.storage?.persisted?.()) ?? true;
}

/** Offered only while the site can be reached: its list says what there is. */
async function showSeries(): Promise<void> {
  const section = part('whole');
  const index = await fetched(indexAddress(base), { cache: 'no-cache' })
    .then((response) => response.json() as Promise<SeriesIndex>)
    .catch(() => undefined);
  section.hidden = index === undefined;
  if (!index) return;
  const control = controlIn(section);
  const size = inBytes(bytesHere(index.files));
  control.amount.textContent = filled(pageWords().offline.needs, { size });
  control.keep.hidden = false;
  control.keep.onclick = async () => {
    await keepAll({ paths: index.pages, files: index.files }, control);
    await Promise.all([show(), showSeries()]);
  };
}

async function persist(): Promise<void> {
  const words = pageWords().offline;
  const granted = await navigator.storage.persist();
  part('persist').hidden = granted;
  part('space-status').textContent = granted ? words.persisted : words.notPersisted;
}

async function empty(): Promise<void> {
  await removeAll();
  await show();
  part('space-status').textContent = pageWords().offline.removed;
}

async function open(): Promise<void> {
  await caches.keys();
  part('remove-all').onclick = () => void empty();
  part('persist').onclick = () => void persist();
  await show();
  await showSeries();
}

part('missing').hidden = location.pathname === offlinePage;
part('again').onclick = () => location.reload();
open().catch(() => {
  part('possible').hidden = true;
  part('impossible').hidden = false;
});
