/** The bitmap of grey pictures that a demo shows (src/lab/views/images.ts) as SVG, one path a grey; none where it shows none. */
export function bitmapSvg(image: string): string {
  const data = /src="data:image\/bmp;base64,([^"]+)"/.exec(image)?.[1];
  if (!data) return '';
  const bytes = Buffer.from(data, 'base64');
  const [start, width, height] = [bytes.readUInt32LE(10), bytes.readUInt32LE(18), bytes.readUInt32LE(22)];
  const stride = Math.ceil(width / 8) * 4;
  const paths = Array.from({ length: 16 }, () => '');
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const byte = bytes[start + (height - 1 - row) * stride + (column >> 1)];
      paths[column % 2 === 0 ? byte >> 4 : byte & 15] += `M${column} ${row}h1v1h-1z`;
    }
  }
  // 0 is paper: nothing to draw.
  const inks = paths
    .slice(1)
    .map((path, index) => `<g fill-opacity="${((index + 1) / 15).toFixed(3)}">${filled(path)}</g>`);
  return `<svg viewBox="0 0 ${width} ${height}" shape-rendering="crispEdges">${inks.join('')}</svg>`;
}

const filled = (path: string): string =>
  path ? `<path style="fill:currentColor;stroke:none" d="${path}"/>` : '';
