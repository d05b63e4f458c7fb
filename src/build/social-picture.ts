import { flowDrawing, flowFrame } from './flow-drawing.ts';
import { brokenLines, firstLines } from './line-breaks.ts';
import { markDots } from './mark.ts';
import { escapedXml, pictureOf, ruler, type Picture } from './picture.ts';
import { paperColours, stillStyle, withPaperColours } from './still.ts';

/** What social networks and messengers ask for. */
export const socialSize = { width: 1200, height: 630 } as const;

export interface SocialCard {
  /** The publication. */
  readonly name: string;
  readonly title: string;
  /** One sentence. */
  readonly line: string;
  /** SVG of a demo's plane; without it the card shows the flow of the home page along its foot. */
  readonly plane?: string;
}

/** Faces by the names that their files carry. */
const regular = 'font-family="Source Serif 4"';
const bold = 'font-family="Source Serif 4 SemiBold" font-weight="600"';
const edge = 72;
const planeSide = 540;

/** The picture that stands for a page where it is linked to: title and one sentence in ink, and a drawing of its own. */
export async function socialPicture(card: SocialCard): Promise<Picture> {
  return pictureOf(await socialSvg(card));
}

/** The card before it becomes pixels. */
export async function socialSvg(card: SocialCard): Promise<string> {
  const { width, height } = socialSize;
  const drawing = card.plane === undefined ? foot() : planeAside(card.plane);
  const body = [drawing, sign(card), await words(card)].join('');
  const ground = `<style>${stillStyle()}</style><rect width="${width}" height="${height}" fill="var(--paper)"/>`;
  return withPaperColours(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" color="var(--ink)">${ground}${body}</svg>`,
    paperColours(),
  );
}

/** The mark, and beside it whose article this is. */
function sign({ name, title }: SocialCard): string {
  const dots = markDots.map(({ x, y, r }) => `<circle cx="${x}" cy="${y}" r="${r}"/>`).join('');
  const style = `${bold} font-size="27" fill="var(--ink)"`;
  return `<g transform="translate(${edge} 58) scale(1.3)" fill="var(--ink)">${dots}</g>${
    name === title ? '' : line(name, { y: 88, x: edge + 56, style })
  }`;
}

/** Title, then the sentence below it; a long title is set smaller. */
async function words({ name, title, line: sentence, plane }: SocialCard): Promise<string> {
  const beside = plane !== undefined;
  const width = socialSize.width - 2 * edge - (beside ? planeSide - 20 : 0);
  const titleSize = title.length > 60 ? 50 : title.length > 32 ? 60 : 72;
  const heading = `${bold} font-size="${titleSize}" letter-spacing="-1.2"`;
  const text = `${regular} font-size="28"`;
  const large = await broken(title, { style: heading, width, count: beside ? 4 : 2 });
  const small = await broken(sentence, { style: text, width, count: beside ? 6 : 2 });
  const top = (name === title ? 105 : 135) + titleSize;
  const below = top + (large.length - 1) * titleSize * 1.04 + 60;
  return [
    ...large.map((one, row) =>
      line(one, { y: top + row * titleSize * 1.04, style: `${heading} fill="var(--ink)"` }),
    ),
    ...small.map((one, row) => line(one, { y: below + row * 39, style: `${text} fill="var(--ink-soft)"` })),
  ].join('');
}

interface Setting {
  readonly style: string;
  readonly width: number;
  /** Most lines that there is room for. */
  readonly count: number;
}

async function broken(text: string, { style, width, count }: Setting): Promise<string[]> {
  return firstLines(brokenLines(text, { widthOf: await ruler(style, text), width }), count);
}

const line = (text: string, { x = edge, y, style }: { x?: number; y: number; style: string }): string =>
  `<text x="${x}" y="${Math.round(y)}" ${style}>${escapedXml(text)}</text>`;

function planeAside(plane: string): string {
  const [x, y] = [socialSize.width - planeSide - 24, (socialSize.height - planeSide) / 2];
  const inner = plane.replace('<svg', `<svg width="${planeSide}" height="${planeSide}"`);
  return `<g class="view-plane"><g class="view-body" transform="translate(${x} ${y})">${inner}</g></g>`;
}

/** The flow along the foot of the card, flatter than on the home page. */
function foot(): string {
  const { noise, data, lines, starts, ends } = flowDrawing();
  const { left, right } = flowFrame;
  const density = 'stroke="currentColor" stroke-width="2" fill="currentColor" fill-opacity="0.14"';
  return `<defs><linearGradient id="ink" gradientUnits="userSpaceOnUse" x1="${left}" x2="${right}" y1="0" y2="0">
<stop offset="0" stop-color="var(--actor-noise)"/><stop offset="1" stop-color="var(--actor-sample)"/></linearGradient></defs>
<g transform="translate(0 396) scale(1 0.6)" fill="none" stroke-linecap="round" stroke-linejoin="round">
<path class="actor-noise" ${density} d="${noise}"/><path class="actor-sample" ${density} d="${data}"/>
<path stroke="url(#ink)" stroke-width="1.3" d="${lines}"/>
<path class="actor-noise" stroke="currentColor" stroke-width="6" d="${starts}"/>
<path class="actor-sample" stroke="currentColor" stroke-width="6" d="${ends}"/></g>`;
}
