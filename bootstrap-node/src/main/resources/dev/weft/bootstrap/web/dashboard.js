// The dashboard: polls the node's JSON and shows it. Asks for all minutes once, then for new ones.
const POLL_MILLIS = 2000;
const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
const byId = (id) => document.getElementById(id);
const put = (id, text) => { const at = byId(id); if (at.textContent !== text) at.textContent = text; };

const minutes = new Map();
const chart = new Chart(byId('chart'), byId('readout'));
let span = 60;
let last = 0;

for (const button of document.querySelectorAll('button[data-minutes]')) {
  button.addEventListener('click', () => {
    span = Number(button.dataset.minutes);
    for (const other of document.querySelectorAll('button[data-minutes]')) {
      other.setAttribute('aria-pressed', String(other === button));
    }
    if (last > 0) chart.draw(minutes, last, span);
  });
}

// Peers keep their place while they stay: the n-th place lies on a spiral around the node.
class Mesh {
  constructor(root) {
    this.root = root;
    this.places = [];
    this.drawn = new Map();
    root.append(
      svg('circle', { class: 'node-ring', r: 13 }),
      svg('circle', { class: 'node', r: 6 }));
    this.note = svg('text', { y: 30 }, 'no peer is connected');
    root.append(this.note);
  }

  show(dots, connections) {
    const present = new Map(dots);
    for (const [number, group] of this.drawn) {
      if (!present.has(number)) {
        group.remove();
        this.drawn.delete(number);
        this.places[this.places.indexOf(number)] = undefined;
      }
    }
    for (const [number, reserved] of dots) this.dot(number, reserved);
    while (this.places.length && this.places.at(-1) === undefined) this.places.pop();
    this.place();
    this.note.style.display = connections ? 'none' : '';
  }

  dot(number, reserved) {
    let group = this.drawn.get(number);
    if (!group) {
      group = svg('g', {});
      group.append(svg('line', {}), svg('circle', {}));
      this.root.prepend(group);
      this.drawn.set(number, group);
      const free = this.places.indexOf(undefined);
      this.places[free < 0 ? this.places.length : free] = number;
    }
    group.lastChild.setAttribute('class', reserved ? 'dot reserved' : 'dot');
  }

  place() {
    const count = this.places.length;
    const size = Math.max(1.6, Math.min(5, 26 / Math.sqrt(count + 4)));
    this.places.forEach((number, place) => {
      if (number === undefined) return;
      const away = 24 + 46 * Math.sqrt((place + 1) / Math.max(count, 12));
      const angle = place * GOLDEN_ANGLE - 0.6;
      const x = 1.4 * away * Math.cos(angle), y = away * Math.sin(angle);
      const group = this.drawn.get(number);
      group.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
      group.firstChild.setAttribute('x2', (-x * (1 - 13 / Math.hypot(x, y))).toFixed(1));
      group.firstChild.setAttribute('y2', (-y * (1 - 13 / Math.hypot(x, y))).toFixed(1));
      group.lastChild.setAttribute('r', size.toFixed(1));
    });
  }
}

const mesh = new Mesh(byId('mesh'));
const percent = (ratio) => (ratio === null ? '–' : (ratio * 100).toFixed(1));

function show(now) {
  now.minutes.at.forEach((at, n) =>
    minutes.set(at, { peer: now.minutes.peerBytes[n], origin: now.minutes.originBytes[n] }));
  for (const at of minutes.keys()) if (at <= now.minute - 1440) minutes.delete(at);
  last = now.minute;

  const { recent, day } = now;
  byId('empty').hidden = day.reports > 0;
  byId('hero').hidden = day.reports === 0;
  const shown = recent.ratio === null ? day : recent;
  put('ratio', percent(shown.ratio));
  put('span', shown === recent ? 'last 5 minutes' : 'last 24 hours');
  byId('rest').setAttribute('width', shown.ratio === null ? 0 : 100);
  byId('share').setAttribute('width', (shown.ratio || 0) * 100);
  put('recent-peer', formatBytes(shown.peerBytes));
  put('recent-origin', formatBytes(shown.originBytes));

  put('connections', String(now.mesh.connections));
  put('reservations', String(now.mesh.reservations));
  put('circuits', String(now.mesh.circuits));
  put('day-peer', formatBytes(day.peerBytes));
  put('day-origin', formatBytes(day.originBytes));
  put('day-ratio', day.ratio === null ? '–' : `${percent(day.ratio)} %`);
  put('failures', String(day.verifyFailures));
  byId('failures-tile').classList.toggle('bad', day.verifyFailures > 0);
  put('day-cache', formatBytes(day.cacheBytes));
  put('day-http-cache', formatBytes(day.httpCacheBytes));
  put('day-uploaded', formatBytes(day.uploadedBytes));
  put('day-reports', day.reports.toLocaleString());
  put('relayed', formatBytes(now.mesh.relayedBytes));
  put('providers', String(now.mesh.providerRecords));
  put('nodes', String(now.mesh.nodes));
  for (const cell of document.querySelectorAll('[data-reason]')) {
    cell.textContent = day[cell.dataset.reason].toLocaleString();
  }
  mesh.show(now.mesh.dots, now.mesh.connections);
  chart.draw(minutes, now.minute, span);
}

async function poll() {
  if (!document.hidden) {
    try {
      const answer = await fetch(`/api/v1/offload?since=${last}`);
      if (!answer.ok) throw new Error(answer.status);
      show(await answer.json());
      put('live', 'live');
      byId('live').classList.remove('lost');
    } catch {
      put('live', 'the node does not answer; trying again');
      byId('live').classList.add('lost');
    }
  }
  setTimeout(poll, POLL_MILLIS);
}
poll();
