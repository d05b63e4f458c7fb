import type { APIRoute, GetStaticPaths } from 'astro';
import { digitsFile, digitsLicence } from '#build/digits';

const files = {
  'digits-train.bin': { type: 'application/octet-stream', body: () => digitsFile('train') },
  'digits-test.bin': { type: 'application/octet-stream', body: () => digitsFile('test') },
  'digits-licence.txt': { type: 'text/plain; charset=utf-8', body: () => digitsLicence },
} as const;

type FileName = keyof typeof files;

/** The data files that the demos fetch, and the licence they are under. */
export const getStaticPaths = (() =>
  Object.keys(files).map((file) => ({ params: { file } }))) satisfies GetStaticPaths;

export const GET: APIRoute<Record<string, never>, { file: FileName }> = ({ params }) => {
  const { type, body } = files[params.file];
  return new Response(body(), { headers: { 'Content-Type': type } });
};
