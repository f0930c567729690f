// The panel in the corner: who carried which asset, the running share, and a picture of the mesh.
// It only listens to window.weft, and stays away where there is none.
(() => {
  const KEPT_ROWS = 60;
  const NAMES = { peer: "a visitor", origin: "the origin", cache: "your cache" };
  const state = { status: "joining", reason: "", peers: 0, rows: [], bytes: { peer: 0, origin: 0, cache: 0 } };

  const size = (bytes) =>
    bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : bytes >= 1e3 ? `${Math.round(bytes / 1e3)} KB` : `${bytes} B`;
  const time = (millis) => (millis >= 1000 ? `${(millis / 1000).toFixed(1)} s` : `${Math.round(millis)} ms`);
  const visitors = (count) => (count === 1 ? "1 visitor" : `${count} visitors`);
  const kind = (source) =>
    source.startsWith("peer") ? "peer" : source.startsWith("origin") ? "origin" : "cache";

  /** Share of what came over a network that visitors brought, 0 to 1; null before anything came. */
  const share = () => {
    const { peer, origin } = state.bytes;
    return peer + origin > 0 ? peer / (peer + origin) : null;
  };

  const headline = () => {
    const ratio = share();
    if (state.status === "joining") return "Looking for other visitors";
    if (state.status === "off") return "From the origin";
    if (state.peers === 0 && !ratio) return "You are the first here";
    return `Woven from ${visitors(state.peers)}`;
  };

  const panel = document.createElement("aside");
  panel.className = "woven";
  panel.setAttribute("aria-label", "Who delivered this page");
  panel.innerHTML = `
    <details>
      <summary><i class="woven__dot"></i><span class="woven__head" role="status"></span><b class="woven__share"></b></summary>
      <div class="woven__body">
        <svg class="woven__mesh" viewBox="-160 -84 320 168" role="img" aria-label="You, the visitors you are connected to, and the origin"></svg>
        <div class="woven__bar" role="img"><i></i><i></i><i></i></div>
        <dl class="woven__sums"></dl>
        <ol class="woven__rows"></ol>
        <p class="woven__foot"></p>
      </div>
    </details>`;
  const find = (name) => panel.querySelector(`.woven__${name}`);

  const svg = (name, attributes) => {
    const element = document.createElementNS("http://www.w3.org/2000/svg", name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    return element;
  };

  /** Places of the peers on an arc over "you"; the origin stands below. */
  const peerPlace = (index, count) => {
    const angle = Math.PI * (1 + (index + 0.5) / count);
    return { x: Math.cos(angle) * 118, y: Math.sin(angle) * 56 + 6 };
  };

  const drawMesh = () => {
    const mesh = find("mesh");
    const shown = Math.min(state.peers, 12);
    const lines = [];
    const dots = [];
    for (let i = 0; i < shown; i++) {
      const { x, y } = peerPlace(i, shown);
      lines.push(svg("path", { d: `M${x} ${y}Q${x * 0.3} ${y * 0.6} 0 22`, class: "thread thread--peer" }));
      dots.push(svg("circle", { cx: x, cy: y, r: 7, class: "node node--peer" }));
    }
    lines.push(svg("path", { d: "M0 70V22", class: "thread thread--origin" }));
    dots.push(svg("rect", { x: -7, y: 63, width: 14, height: 14, rx: 3, class: "node node--origin" }));
    dots.push(svg("circle", { cx: 0, cy: 22, r: 10, class: "node node--you" }));
    const label = svg("text", { x: 18, y: 26 });
    label.textContent = "you";
    const origin = svg("text", { x: 14, y: 75 });
    origin.textContent = "origin";
    mesh.replaceChildren(...lines, ...dots, label, origin);
  };

  /** Sends a spark along a thread for an asset that came over it. */
  const spark = (source) => {
    const threads = find("mesh").querySelectorAll(`.thread--${source}`);
    const thread = threads[state.rows.length % threads.length];
    if (thread) {
      thread.classList.add("thread--busy");
      thread.addEventListener("animationend", () => thread.classList.remove("thread--busy"), { once: true });
    }
  };

  const addRow = (asset, source) => {
    const row = document.createElement("li");
    row.dataset.woven = source;
    const name = document.createElement("span");
    name.textContent = asset.path.slice(asset.path.lastIndexOf("/") + 1);
    name.title = asset.fallback ? `${asset.path} (fallback: ${asset.fallback})` : asset.path;
    const facts = document.createElement("span");
    facts.textContent = `${size(asset.bytes)} · ${time(asset.millis)}`;
    row.append(name, facts);
    find("rows").prepend(row);
    state.rows.push(row);
    if (state.rows.length > KEPT_ROWS) {
      state.rows.shift().remove();
    }
  };

  const tag = (asset, source) => {
    const element = document.querySelector(`figure [data-weft-src="${CSS.escape(asset.path)}"]:not(.film__poster)`);
    if (element) {
      const figure = element.closest("figure");
      figure.dataset.woven = source;
      figure.dataset.wovenText = `from ${NAMES[source]} · ${time(asset.millis)}`;
    }
  };

  const showSums = () => {
    const ratio = share();
    const { peer, origin, cache } = state.bytes;
    const total = Math.max(1, peer + origin + cache);
    find("head").textContent = headline();
    find("share").textContent = ratio === null ? "" : `${Math.round(ratio * 100)} %`;
    panel.dataset.status = state.status;
    const bar = find("bar");
    bar.setAttribute("aria-label", `${Math.round((ratio ?? 0) * 100)} percent from visitors`);
    [peer, origin, cache].forEach((bytes, i) => {
      bar.children[i].style.flexGrow = bytes / total;
    });
    const sums = [["peer", "visitors", peer], ["origin", "origin", origin], ["cache", "cache", cache]];
    find("sums").innerHTML = sums
      .map(([source, name, bytes]) => `<div data-woven="${source}"><dt>${name}</dt><dd>${size(bytes)}</dd></div>`)
      .join("");
    const uploaded = window.weft?.stats?.().uploaded ?? 0;
    find("foot").textContent = state.reason
      ? `Not in the mesh: ${state.reason}.`
      : `You have handed on ${size(uploaded)}.`;
  };

  const start = (weft) => {
    document.body.append(panel);
    if (matchMedia("(min-width: 75rem) and (min-height: 45rem)").matches) {
      panel.firstElementChild.open = true;
    }
    weft.on("asset", (asset) => {
      const source = kind(asset.source);
      state.bytes.peer += asset.from.peers;
      state.bytes.origin += asset.from.origin;
      state.bytes.cache += asset.from.cache + asset.from.httpCache;
      addRow(asset, source);
      tag(asset, source);
      spark(source);
      showSums();
    });
    const follow = () => {
      const stats = weft.stats();
      state.peers = stats.peers;
      state.status = stats.state;
      state.reason = stats.state === "off" ? stats.reason : "";
      drawMesh();
      showSums();
    };
    weft.on("peer", follow);
    weft.on("state", follow);
    weft.ready.then(follow);
    setInterval(showSums, 2000);
    follow();
  };

  if (window.weft) {
    start(window.weft);
  }
})();
