import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { emojiModules } from '../build/emoji-data.ts'
import { replacedModules } from '../build/replaced-modules.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The gallery: every component in every state, for viewing and for screenshots. The server never serves it. */
export default defineConfig({
  root: here('.'),
  base: '/',
  publicDir: here('../public'),
  plugins: [
    replacedModules({ [here('../src/lib/client.ts')]: here('./client.ts') }),
    react(),
    tailwindcss(),
    emojiModules(),
  ],
  build: { emptyOutDir: true, assetsInlineLimit: 0, target: 'es2023', chunkSizeWarningLimit: 10_000 },
})
