import { globSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import type { APIRoute, GetStaticPaths } from 'astro';
import { demoPicture } from '#build/demo-picture';
import { demoOf } from '#build/demos';
import { inlineSvg } from '#build/figures';
import { pictureOf } from '#build/picture';
import { stillSvg } from '#build/still';

interface Props {
  readonly kind: 'demo' | 'figure';
  readonly name: string;
}

/** Demos and figures as pictures, beside their article, for readers of the feed: `/introduction/demo-smallest.png`. */
export const getStaticPaths = (() =>
  globSync('content/articles/*/*.{demo.ts,svg}').map((path) => {
    const [, , slug, file] = path.split(/[\\/]/);
    const kind: Props['kind'] = file.endsWith('.svg') ? 'figure' : 'demo';
    const name = file.replace(/\.(demo\.ts|svg)$/, '');
    return { params: { slug, picture: `${kind}-${name}` }, props: { kind, name } };
  })) satisfies GetStaticPaths;

export const GET: APIRoute<Props, { slug: string; picture: string }> = async ({
  params: { slug },
  props,
}) => {
  const { png } = props.kind === 'demo' ? await demo(slug, props.name) : await figure(slug, props.name);
  return new Response(png, { headers: { 'Content-Type': 'image/png' } });
};

async function demo(slug: string, name: string) {
  const { definition, moment } = await demoOf(slug, name);
  return demoPicture(Object.values(definition.views), moment);
}

async function figure(slug: string, name: string) {
  const file = `content/articles/${slug}/${name}.svg`;
  const svg = inlineSvg(await readFile(file, 'utf8'), { name, file });
  return pictureOf(stillSvg(svg), { scale: 2 });
}
