import type { APIRoute } from 'astro';
import { icons, paper } from '#build/icons';
import { pathOf, site } from '#site';

/** What a system needs to know to install the site beside its programs. */
export const GET: APIRoute = () => {
  const pictures = Object.entries(icons).map(([file, { size, maskable }]) => ({
    src: pathOf(`/icons/${file}`),
    sizes: `${size}x${size}`,
    type: 'image/png',
    purpose: maskable ? 'maskable' : 'any',
  }));
  const manifest = {
    id: pathOf('/'),
    name: site.name,
    short_name: site.shortName,
    description: site.description,
    lang: site.language,
    start_url: pathOf('/'),
    scope: pathOf('/'),
    display: 'minimal-ui',
    theme_color: paper,
    background_color: paper,
    categories: ['education', 'books'],
    icons: [
      { src: pathOf('/favicon.svg'), sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
      ...pictures.filter(({ sizes }) => sizes !== '180x180'),
    ],
  };
  return new Response(JSON.stringify(manifest), { headers: { 'content-type': 'application/manifest+json' } });
};
