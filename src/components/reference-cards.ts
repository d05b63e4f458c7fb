/** Citations show their source where they stand: the card is made of the reference list of the page itself. */
import { pageWords } from '#words/page';
import { showCards } from './card.ts';

/** Number, authors, title, venue and year; below them the paper, the place in the list and the BibTeX entry. */
function cardOf(citation: Element): Node | undefined {
  const address = citation.getAttribute('href') ?? '';
  const entry = document.getElementById(address.slice(1));
  if (!entry) return undefined;
  const card = new DocumentFragment();
  const source = document.createElement('p');
  source.append(`[${citation.textContent}] `, copyOf(entry, ':scope > span'));
  const links = document.createElement('p');
  links.className = 'row';
  links.append(copyOf(entry, ':scope > a'), linkTo(address), copyOf(entry, '[data-copy]'));
  card.append(source, links);
  return card;
}

/** A copy of what stands in the entry; nothing where there is none. */
const copyOf = (entry: Element, selector: string): Node | string =>
  entry.querySelector(selector)?.cloneNode(true) ?? '';

function linkTo(address: string): HTMLAnchorElement {
  const link = document.createElement('a');
  link.href = address;
  link.textContent = pageWords().card.list;
  return link;
}

showCards({ selector: 'a.citation', content: cardOf });
