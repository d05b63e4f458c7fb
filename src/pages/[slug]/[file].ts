import { glob, readFile } from 'node:fs/promises';
import type { APIRoute, GetStaticPaths } from 'astro';

/** What an article's demos load: recorded runs and trained weights, served beside the article. */
export const getStaticPaths: GetStaticPaths = async () => {
  const paths = [];
  for await (const path of glob('content/articles/*/*.{recorded.json,safetensors}')) {
    const [, , slug, file] = path.split(/[\\/]/);
    paths.push({ params: { slug, file } });
  }
  return paths;
};

export const GET: APIRoute = async ({ params }) => {
  const bytes = await readFile(`content/articles/${params.slug}/${params.file}`);
  const type = params.file?.endsWith('.json') ? 'application/json' : 'application/octet-stream';
  return new Response(bytes, { headers: { 'content-type': type } });
};
