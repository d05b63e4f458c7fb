import type { APIRoute, GetStaticPaths } from 'astro';
import { drawn, icons } from '#build/icons';

/** The mark of the site in the sizes that systems ask for. */
export const getStaticPaths = (() =>
  Object.keys(icons).map((file) => ({ params: { file } }))) satisfies GetStaticPaths;

export const GET: APIRoute<Record<string, never>, { file: string }> = async ({ params }) =>
  new Response(new Uint8Array(await drawn(icons[params.file])), { headers: { 'content-type': 'image/png' } });
