import { defineCollection } from 'astro:content';
import { z } from 'astro/zod';
import { articleLoader } from '#build/article-loader';
import { frontMatter } from '#build/front-matter';

/** What front matter holds, and what the loader reads from the file's name. */
const schema = frontMatter.safeExtend({ language: z.string(), slug: z.string() });

export const collections = { articles: defineCollection({ loader: articleLoader(), schema }) };
