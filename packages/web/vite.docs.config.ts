import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { firstPaint } from './build/first-paint.ts'

/** The API pages. They are a separate build into the same directory, so that the chat's chunks don't depend on them. */
export default defineConfig({
  base: '/',
  publicDir: false,
  plugins: [react(), tailwindcss(), firstPaint()],
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    rolldownOptions: {
      input: 'docs.html',
      // Shared components import the chat's connection. A page that doesn't use it omits it.
      treeshake: {
        moduleSideEffects: [
          { test: /packages[\\/](web[\\/]src[\\/]lib[\\/]client\.ts$|sdk[\\/])/, sideEffects: false },
        ],
      },
    },
  },
})
