import { describe, expect, it } from 'vitest';
import { socialPicture, socialSize, socialSvg } from '#build/social-picture';

const card = { name: 'The series', title: 'Noise & signal', line: 'One sentence.' };
const plane = '<svg viewBox="0 0 720 720"><path class="points actor-data" d="M360 360h0"/></svg>';
const long = Array.from({ length: 60 }, () => 'generative').join(' ');

const texts = (svg: string): string[] => [...svg.matchAll(/<text[^>]*>([^<]*)/g)].map(([, text]) => text);

describe('the social picture', () => {
  it('shows the series, the title and the sentence, in colours of its own', async () => {
    const svg = await socialSvg({ ...card, plane });
    expect(texts(svg)).toEqual(['The series', 'Noise &amp; signal', 'One sentence.']);
    expect(svg).not.toContain('var(--');
  });

  it('shows the home page’s flow where there is no plane, and its name once', async () => {
    const svg = await socialSvg({ ...card, title: card.name });
    expect(svg).toContain('linearGradient');
    expect(texts(svg)).toEqual(['The series', 'One sentence.']);
  });

  it('breaks long texts, and ends where the room does', async () => {
    const lines = texts(await socialSvg({ ...card, line: long, plane }));
    expect(lines.length).toBe(2 + 6);
    expect(lines.at(-1)).toMatch(/ …$/);
  });

  it('is a PNG of the size that networks ask for', async () => {
    const { png, width, height } = await socialPicture({ ...card, plane });
    expect({ width, height }).toEqual(socialSize);
    expect(Buffer.from(png.subarray(1, 4)).toString()).toBe('PNG');
  });
});
