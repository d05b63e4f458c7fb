import type { APIRoute, GetStaticPaths } from 'astro';
import { framePage } from '#build/editable-frame';
import { editableRuntime } from '#build/editable-runtime';
import { site } from '#site';

const files = {
  'frame.html': { type: 'text/html; charset=utf-8', body: () => framePage(site.language) },
  'runtime.js': {
    type: 'text/javascript; charset=utf-8',
    body: () => editableRuntime({ root: process.cwd(), base: site.base }),
  },
} as const;

type FileName = keyof typeof files;

/** The frame in which the code that a reader changed runs, and its program. */
export const getStaticPaths = (() =>
  Object.keys(files).map((file) => ({ params: { file } }))) satisfies GetStaticPaths;

export const GET: APIRoute<Record<string, never>, { file: FileName }> = async ({ params }) => {
  const { type, body } = files[params.file];
  return new Response(await body(), { headers: { 'content-type': type } });
};
