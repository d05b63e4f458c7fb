/** Completes the links to drafts with what stands in the form. */
import { filled } from '#words/filling';
import { draftLink, longestLink, type DraftKind } from './draft-links.ts';

const links = (form: HTMLFormElement): NodeListOf<HTMLAnchorElement> => form.querySelectorAll('[data-draft]');

/** Writes the fields of the form into its links; nothing in a form without such links. */
export function completeDrafts(form: HTMLFormElement): void {
  if (links(form).length === 0) return;
  const about = JSON.parse(form.dataset.about!) as Record<string, string>;
  const fields = Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));
  const body = filled(about.draft, { ...about, ...fields }).trimStart();
  for (const link of links(form)) {
    const { draft, to } = link.dataset;
    link.href = draftLink(draft as DraftKind, to!, { subject: about.subject, body });
  }
}

/** By how many characters a link is longer than the programs behind it take. */
export const overlong = (link: HTMLAnchorElement): number =>
  Math.max(0, link.href.length - longestLink[link.dataset.draft as DraftKind]);
