import { sizeOf } from '../offline/lists.ts';

/** A size as people say it in the language of the page: `120 kB`. */
export const fileSize = (bytes: number): string => sizeOf(bytes, document.documentElement.lang);
