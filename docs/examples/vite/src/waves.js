const SVG = 'http://www.w3.org/2000/svg';

/** A picture of so many waves. */
export function waves(count) {
  const picture = document.createElementNS(SVG, 'svg');
  picture.setAttribute('viewBox', '0 0 640 360');
  picture.setAttribute('width', '640');
  for (let wave = 0; wave < count; wave++) {
    const line = document.createElementNS(SVG, 'polyline');
    const points = Array.from({ length: 41 }, (_, at) => {
      const y = 120 + wave * 4 + 6 * Math.sin((at * 16) / 40 + wave * 0.7);
      return `${at * 16},${y.toFixed(1)}`;
    });
    line.setAttribute('points', points.join(' '));
    line.setAttribute('fill', 'none');
    line.setAttribute('stroke', `hsl(${200 - wave}, 40%, ${60 - wave / 2}%)`);
    picture.append(line);
  }
  return picture;
}
