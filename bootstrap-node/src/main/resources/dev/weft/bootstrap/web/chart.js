// A chart of bytes by the minute as stacked areas, and the ratio as a line over them. Plain SVG.
const SVG = 'http://www.w3.org/2000/svg';
const LEAST_WIDTH = 280, HEIGHT = 260, LEFT = 64, RIGHT = 44, TOP = 10, BOTTOM = 24;
const HINT = 'Point at a minute, or use the arrow keys, to read it.';
const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'];

function svg(name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const key in attributes) element.setAttribute(key, attributes[key]);
  if (text !== undefined) element.textContent = text;
  return element;
}

function formatBytes(bytes) {
  let unit = 0;
  while (bytes >= 1000 && unit < UNITS.length - 1) { bytes /= 1000; unit++; }
  return `${unit === 0 || bytes >= 100 ? Math.round(bytes) : bytes.toFixed(1)} ${UNITS[unit]}`;
}

// 1, 2 or 5 times a power of ten, no less than the value.
function niceCeiling(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value);
}

const clock = (minute) =>
  new Date(minute * 60000).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });

class Chart {
  constructor(root, readout) {
    this.root = root;
    this.readout = readout;
    this.selected = null;
    root.addEventListener('pointermove', (event) => this.point(event));
    root.addEventListener('pointerleave', () => this.select(null));
    root.addEventListener('keydown', (event) => this.key(event));
  }

  // minutes: Map of unix minute to {peer, origin}.
  draw(minutes, now, span) {
    // As wide as it is shown, so that its text keeps its size.
    this.width = Math.max(LEAST_WIDTH, this.root.clientWidth);
    Object.assign(this, { minutes, now, span, first: now - span + 1 });
    const points = [];
    for (let at = this.first; at <= now; at++) {
      const minute = minutes.get(at);
      points.push({ peer: minute ? minute.peer : 0, origin: minute ? minute.origin : 0 });
    }
    const most = Math.max(...points.map((point) => point.peer + point.origin));
    this.ceiling = most > 0 ? niceCeiling(most) : 1000000;
    const picture = svg('svg', { viewBox: `0 0 ${this.width} ${HEIGHT}` });
    this.rules(picture);
    picture.append(
      svg('path', { class: 'o', d: this.area(points, (p) => p.peer, (p) => p.peer + p.origin) }),
      svg('path', { class: 'p', d: this.area(points, () => 0, (p) => p.peer) }),
      svg('path', { class: 'r', d: this.ratioLine(points) }));
    this.cursor = svg('line', { class: 'cursor', y1: TOP, y2: HEIGHT - BOTTOM });
    this.cursor.style.display = 'none';
    picture.append(this.cursor);
    this.root.replaceChildren(picture);
    this.select(this.selected);
  }

  x(index) { return LEFT + (index / this.span) * (this.width - LEFT - RIGHT); }
  y(share) { return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM); }

  rules(picture) {
    for (const share of [0, 0.25, 0.5, 0.75, 1]) {
      const y = this.y(share);
      picture.append(
        svg('line', { class: 'rule', x1: LEFT, x2: this.width - RIGHT, y1: y, y2: y }),
        svg('text', { x: LEFT - 8, y: y + 4, 'text-anchor': 'end' }, formatBytes(this.ceiling * share)),
        svg('text', { x: this.width - RIGHT + 6, y: y + 4 }, `${share * 100} %`));
    }
    const step = this.span / (this.width < 480 ? 3 : 6);
    for (let index = step; index < this.span; index += step) {
      picture.append(svg('text', { x: this.x(index), y: HEIGHT - 6, 'text-anchor': 'middle' },
        clock(Math.round(this.first + index))));
    }
  }

  // A step for each minute between two heights; nothing where both are equal all along.
  area(points, low, high) {
    if (points.every((point) => high(point) === low(point))) return '';
    const up = [], down = [];
    points.forEach((point, index) => {
      const left = this.x(index).toFixed(1), right = this.x(index + 1).toFixed(1);
      const top = this.y(high(point) / this.ceiling).toFixed(1);
      const bottom = this.y(low(point) / this.ceiling).toFixed(1);
      up.push(`${left},${top} ${right},${top}`);
      down.unshift(`${right},${bottom} ${left},${bottom}`);
    });
    return `M${up.join(' ')} ${down.join(' ')}Z`;
  }

  // Broken where no bytes were reported: no ratio is not a ratio of nought.
  ratioLine(points) {
    let line = '', pen = false;
    points.forEach((point, index) => {
      const all = point.peer + point.origin;
      if (all === 0) { pen = false; return; }
      const y = this.y(point.peer / all).toFixed(1);
      line += `${pen ? 'L' : 'M'}${this.x(index).toFixed(1)},${y}L${this.x(index + 1).toFixed(1)},${y}`;
      pen = true;
    });
    return line;
  }

  point(event) {
    const box = this.root.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * this.width;
    const index = Math.floor(((x - LEFT) / (this.width - LEFT - RIGHT)) * this.span);
    this.select(index >= 0 && index < this.span ? this.first + index : null);
  }

  key(event) {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const from = this.selected === null ? this.now + (step < 0 ? 1 : 0) : this.selected;
    this.select(Math.min(this.now, Math.max(this.first, from + step)));
  }

  select(minute) {
    this.selected = minute !== null && minute >= this.first ? minute : null;
    if (!this.cursor) return;
    this.cursor.style.display = this.selected === null ? 'none' : '';
    if (this.selected === null) { this.readout.textContent = HINT; return; }
    const x = this.x(this.selected - this.first + 0.5);
    this.cursor.setAttribute('x1', x);
    this.cursor.setAttribute('x2', x);
    const { peer, origin } = this.minutes.get(this.selected) || { peer: 0, origin: 0 };
    const all = peer + origin;
    this.readout.textContent = `${clock(this.selected)} · ` + (all === 0 ? 'nothing reported'
      : `${formatBytes(peer)} from visitors, ${formatBytes(origin)} from the origin: ${((peer / all) * 100).toFixed(1)} %`);
  }
}
