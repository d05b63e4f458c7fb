/** Leaves parts of a demo out, from view and from the keyboard, e.g. for a lecture. */
import type { parts } from './experiment.ts';

type Part = (typeof parts)[number];

const selectors: Readonly<Record<Part, string>> = {
  knobs: '[data-knob], [data-action="defaults"]',
  seed: '.knob:has([data-seed])',
  timeline: '.timeline',
  legend: '.legend',
  labels: '.view-label',
  caption: 'figcaption',
  question: '[data-tool="question"]',
  presets: '[data-tool="presets"]',
  // And what a tool has set before them: a run that was left.
  tools: '.tools, [data-left]',
};

/** The elements of a part; of a knob, where the name is one. */
export function elementsOf(root: HTMLElement, name: string): HTMLElement[] {
  const selector = Object.hasOwn(selectors, name) ? selectors[name as Part] : `[data-knob="${name}"]`;
  return [...root.querySelectorAll<HTMLElement>(selector)];
}

/** Marks what is left out; the style sheet takes it away whatever else shows or hides it. */
export function leaveOut(
  root: HTMLElement,
  { hide, views }: { hide: readonly string[]; views?: readonly string[] },
): void {
  for (const name of hide)
    for (const element of elementsOf(root, name)) element.toggleAttribute('data-left-out', true);
  for (const view of root.querySelectorAll<HTMLElement>('[data-view]'))
    view.toggleAttribute('data-left-out', views !== undefined && !views.includes(view.dataset.view!));
}
