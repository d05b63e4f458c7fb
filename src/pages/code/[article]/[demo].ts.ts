import type { APIRoute, GetStaticPaths } from 'astro';
import { demoCode, demosWithCode } from '#build/demo-code';

/** Demos as one file each, to run in Node: `/code/denoising-diffusion/points.ts`. */
export const getStaticPaths: GetStaticPaths = async () =>
  (await demosWithCode()).map((name) => {
    const [article, demo] = name.split('/');
    return { params: { article, demo } };
  });

export const GET: APIRoute = async ({ params }) =>
  new Response(await demoCode(`${params.article}/${params.demo}`), {
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  });
