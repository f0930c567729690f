// The front page: copies the address, and keeps the figures fresh.
const POLL_MILLIS = 5000;
const byId = (id) => document.getElementById(id);

byId('copy').addEventListener('click', async (event) => {
  const button = event.currentTarget;
  const address = byId('multiaddr');
  try {
    await navigator.clipboard.writeText(address.textContent);
    button.textContent = 'Copied';
  } catch {
    // No clipboard outside secure contexts: select it, so that Ctrl-C does the rest.
    getSelection().selectAllChildren(address);
    button.textContent = 'Press Ctrl-C';
  }
  setTimeout(() => (button.textContent = 'Copy'), 2000);
});

async function refresh() {
  if (!document.hidden) {
    try {
      const now = await (await fetch('/api/v1/offload?since=999999999999')).json();
      byId('connections').textContent = now.mesh.connections;
      byId('reservations').textContent = now.mesh.reservations;
      byId('ratio').textContent =
        now.recent.ratio === null ? '–' : `${(now.recent.ratio * 100).toFixed(1)} %`;
    } catch {
      // The node restarts or is gone; the next poll tells.
    }
  }
  setTimeout(refresh, POLL_MILLIS);
}
refresh();
