import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { emojiModules } from './build/emoji-data.ts'
import { firstPaint } from './build/first-paint.ts'
import { literalLimits } from './build/literal-limits.ts'
import { replacedModules } from './build/replaced-modules.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/**
 * One chat for a frame in a page of another product. It is a separate build into the same directory, so that the chunks of the
 * whole client don't depend on it. It has another client, whose session needs no cookie, and stays at its address.
 */
export default defineConfig({
  base: '/',
  publicDir: false,
  plugins: [
    replacedModules({
      [here('./src/lib/page-client.ts')]: here('./src/embed/page-client.ts'),
      [here('./src/history/navigate.ts')]: here('./src/embed/navigate.ts'),
    }),
    react(),
    tailwindcss(),
    firstPaint(),
    emojiModules(),
    literalLimits(),
  ],
  build: {
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    rolldownOptions: { input: 'embed.html' },
  },
})
