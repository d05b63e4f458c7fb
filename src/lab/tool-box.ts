import type { Attach, Lab } from './lab.ts';

/** All in one file with the player: what is large in a tool loads when it is used. */
const found = import.meta.glob<{ attach: Attach }>('./tools/*.ts', { eager: true });

/** Attributes that name other elements of the page. */
const references = ['for', 'aria-describedby', 'aria-labelledby', 'aria-controls', 'list', 'form'];

/**
 * Puts the page's tools (`Tools.astro`) into a demo and wakes them, together with those that stand in the demo itself: each
 * element with `data-tool="share"` is handed to `tools/share.ts`. The markup of the tools is there once a page, so that reading
 * costs nothing.
 */
export function attachTools(lab: Lab): void {
  const shelf = lab.root.querySelector('[data-tools]');
  const template = document.querySelector<HTMLTemplateElement>('template#lab-tools');
  if (shelf && template) shelf.append(ownCopy(template, lab.definition.demo.replace('/', '-')));
  const places = [...lab.root.querySelectorAll<HTMLElement>('[data-tool]')];
  for (const place of places) found[`./tools/${place.dataset.tool}.ts`].attach(lab, place);
}

/** A copy whose names are its own: the page may hold several. */
function ownCopy(template: HTMLTemplateElement, prefix: string): DocumentFragment {
  const copy = template.content.cloneNode(true) as DocumentFragment;
  for (const element of copy.querySelectorAll('*')) {
    if (element.id) element.id = `${prefix}-${element.id}`;
    for (const name of references) {
      const named = element.getAttribute(name);
      if (named)
        element.setAttribute(
          name,
          named
            .split(' ')
            .map((id) => `${prefix}-${id}`)
            .join(' '),
        );
    }
  }
  return copy;
}
