import { start } from '@weft-mesh/client';

const status = document.getElementById('status');
const weft = await start();
weft?.on('state', ({ state, peers }) => {
  status.textContent = `${state}, ${peers} peers`;
});

// A part of the page that is loaded when it is wanted: it comes from visitors who have it.
document.getElementById('more').addEventListener('click', async () => {
  const { waves } = await import('./waves.js');
  document.body.append(waves(60));
});
