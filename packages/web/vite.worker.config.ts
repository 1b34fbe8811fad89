import { defineConfig } from 'vite'
import { built } from './build/built.ts'

/**
 * The service worker: one plain script, for every browser that supports service workers. It is built last, because it
 * lists the other files.
 */
export default defineConfig({
  publicDir: false,
  plugins: [built()],
  build: {
    target: 'es2023',
    rolldownOptions: {
      input: 'worker/service-worker.ts',
      output: { format: 'iife', entryFileNames: 'sw.js' },
    },
  },
})
