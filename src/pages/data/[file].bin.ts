import type { APIRoute, GetStaticPaths } from 'astro';
import { digitsFile } from '#build/digits';

const parts = { 'digits-train': 'train', 'digits-test': 'test' } as const;

type FileName = keyof typeof parts;

/** The data files that the demos fetch. */
export const getStaticPaths = (() =>
  Object.keys(parts).map((file) => ({ params: { file } }))) satisfies GetStaticPaths;

export const GET: APIRoute<Record<string, never>, { file: FileName }> = ({ params }) =>
  new Response(digitsFile(parts[params.file]), { headers: { 'Content-Type': 'application/octet-stream' } });
