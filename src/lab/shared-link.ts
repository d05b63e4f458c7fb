/** What other people are given: the address of an experiment, and the code of a frame that holds it. */
import { queryOf, type Experiment } from './experiment.ts';
import type { Definition } from './lab.ts';

/** Longest address, in characters, that mail programs, chats and older servers pass on whole. */
export const longest = 2000;

interface Place {
  /** Full address of the article, or of the demo's embed page, without a query. */
  readonly page: string;
  /** Of the page's present query, what the link takes along. */
  readonly present: URLSearchParams;
}

/** The address of the article with the experiment in its query; its hash leads to the demo. */
export function linkOf(experiment: Experiment, definition: Definition, { page, present }: Place): string {
  const name = definition.demo.split('/')[1];
  const query = new URLSearchParams({ demo: name });
  append(query, queryOf(experiment, definition));
  append(query, chosen(present, ['lens', 'backend', 'thread']));
  return `${page}?${readable(query)}#demo-${name}`;
}

/** The address of the embed page with the experiment; the lens belongs to articles. */
export function embedOf(experiment: Experiment, definition: Definition, { page, present }: Place): string {
  const query = queryOf(experiment, definition);
  append(query, chosen(present, ['backend', 'thread']));
  return query.size > 0 ? `${page}?${readable(query)}` : page;
}

/** Commas may stand in a query as they are. */
const readable = (query: URLSearchParams): string => query.toString().replaceAll('%2C', ',');

const chosen = (present: URLSearchParams, names: readonly string[]): URLSearchParams =>
  new URLSearchParams([...present].filter(([name]) => names.includes(name)));

function append(query: URLSearchParams, more: URLSearchParams): void {
  for (const [name, value] of more) query.append(name, value);
}

/** A frame as other sites write it into their pages; it is loaded when a reader comes near. */
export function frameOf(address: string, { title, height }: { title: string; height: number }): string {
  const named = quoted(title);
  return `<iframe src="${quoted(address)}" title="${named}" width="720" height="${height}" loading="lazy" style="border: 0; max-width: 100%"></iframe>`;
}

const quoted = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
