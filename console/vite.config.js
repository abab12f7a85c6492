import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { CHUNKS } from './chunks.js';

// The server writes the documents itself (`server/src/console`): it knows the person's language and theme before anything is loaded.
export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [react()],
  build: {
    outDir: 'dist/files',
    manifest: true,
    // The content security policy takes no `data:` but for images.
    assetsInlineLimit: 0,
    target: 'es2022',
    // Those that know `light-dark()`, so that a part of a page can have another theme than the page.
    cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
    modulePreload: { polyfill: false },
    emptyOutDir: true,
    rolldownOptions: {
      input: { console: 'src/main.tsx', embed: 'src/embed/main.tsx' },
      output: { codeSplitting: { groups: CHUNKS } },
    },
  },
});
