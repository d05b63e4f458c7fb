import { defineCollection } from 'astro:content';
import { articleLoader } from '#build/article-loader';
import { frontMatter } from '#build/front-matter';

export const collections = { articles: defineCollection({ loader: articleLoader(), schema: frontMatter }) };
