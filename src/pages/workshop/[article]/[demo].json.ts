import type { APIRoute, GetStaticPaths } from 'astro';
import { editableDemos, editableSources } from '#build/editable-sources';

/** The sources of each demo, which its editor opens. */
export const getStaticPaths: GetStaticPaths = () =>
  editableDemos().map((path) => {
    const [article, demo] = path.split('/');
    return { params: { article, demo } };
  });

export const GET: APIRoute = ({ params }) =>
  new Response(JSON.stringify(editableSources(`${params.article}/${params.demo}`)), {
    headers: { 'content-type': 'application/json' },
  });
