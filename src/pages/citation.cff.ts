import type { APIRoute } from 'astro';
import { citationFile } from '#build/citation-file';

/** How to cite the series as a whole: the CITATION.cff of the sources. */
export const GET: APIRoute = async () =>
  new Response(await citationFile(), { headers: { 'Content-Type': 'text/yaml; charset=utf-8' } });
