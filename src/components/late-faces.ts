/**
 * Asks for the faces of `LateFaces.astro` once the first screen stands, and puts them on all at once, so that the page is laid
 * out anew one time and not three.
 */
async function load(faces: readonly CSSFontFaceRule[]): Promise<void> {
  const loading = faces.map(({ style }) => {
    const family = style.getPropertyValue('font-family').replace(/["']/g, '');
    const face = new FontFace(family, style.getPropertyValue('src'), {
      style: style.getPropertyValue('font-style') || 'normal',
      weight: style.getPropertyValue('font-weight'),
    });
    return face.load();
  });
  for (const face of await Promise.all(loading)) document.fonts.add(face);
}

const sheet = document.querySelector<HTMLStyleElement>('#late-faces')?.sheet;
const faces = [...(sheet?.cssRules ?? [])].filter((rule) => rule instanceof CSSFontFaceRule);
// A face that does not come leaves its fallback in place.
new PerformanceObserver((_, observer) => {
  observer.disconnect();
  load(faces).catch(() => undefined);
}).observe({ type: 'paint', buffered: true });
