import { defineConfig } from 'vite';
import weft from '@weft-mesh/client/vite';

export default defineConfig({
  plugins: [
    weft({
      // Outside of the build and of the repository; made when it is not there.
      key: process.env.WEFT_KEY,
      // As `weft bootstrap` prints it.
      bootstrap: [process.env.WEFT_NODE],
      integrity: true
    })
  ]
});
