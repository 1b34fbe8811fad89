import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { firstPaint } from './build/first-paint.ts'

/** The page about the contract: a build of its own into the same directory, so that the chat's chunks know nothing of it. */
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
      // Shared components know the chat's connection by name; a page that does not use it goes without.
      treeshake: {
        moduleSideEffects: [{ test: /packages[\\/](web[\\/]src[\\/]client\.ts$|sdk[\\/])/, sideEffects: false }],
      },
    },
  },
})
