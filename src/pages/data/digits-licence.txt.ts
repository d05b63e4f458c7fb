import type { APIRoute } from 'astro';
import { digitsLicence } from '#build/digits';

/** The licence that the digits are under. */
export const GET: APIRoute = () =>
  new Response(digitsLicence, { headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
