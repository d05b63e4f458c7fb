import type { APIRoute, GetStaticPaths } from 'astro';
import { framePage } from '#build/editable-frame';
import { editableRuntime } from '#build/editable-runtime';
import { editableDemos, editableSources } from '#build/editable-sources';
import { site } from '#site';

/** What "Change the code" needs when it is opened: each demo's sources, the frame where changed code runs, and its program. */
export const getStaticPaths = (() => {
  const sources = editableDemos().map((demo) => `${demo}.json`);
  return ['frame.html', 'runtime.js', ...sources].map((file) => ({ params: { file } }));
}) satisfies GetStaticPaths;

export const GET: APIRoute<Record<string, never>, { file: string }> = async ({ params: { file } }) => {
  if (file === 'frame.html') return answer(framePage(site.language), 'text/html; charset=utf-8');
  if (file === 'runtime.js') return answer(await runtime(), 'text/javascript; charset=utf-8');
  return answer(JSON.stringify(editableSources(file.replace(/\.json$/, ''))), 'application/json');
};

const runtime = (): Promise<string> => editableRuntime({ root: process.cwd(), base: site.base });

const answer = (body: string, type: string): Response =>
  new Response(body, { headers: { 'content-type': type } });
