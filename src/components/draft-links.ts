/** Links that open a draft with what a reader wrote: an e-mail, or an issue in the manner of GitHub. Nothing is sent by them. */

export interface Draft {
  readonly subject: string;
  readonly body: string;
}

export type DraftKind = 'email' | 'issues';

/** Characters that programs take in such a link: mail programs on Windows, and the servers of issue trackers. */
export const longestLink: Readonly<Record<DraftKind, number>> = { email: 2000, issues: 8000 };

/** The link to a draft in `address`, an e-mail address or the page of new issues. */
export function draftLink(kind: DraftKind, address: string, { subject, body }: Draft): string {
  if (kind === 'email') {
    const lines = body.replace(/\r?\n/g, '\r\n');
    return `mailto:${address}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(lines)}`;
  }
  const link = new URL(address);
  link.searchParams.set('title', subject);
  link.searchParams.set('body', body);
  return link.href;
}
