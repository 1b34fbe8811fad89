import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { emojiModules } from '../build/emoji-data.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Replaces the application's client with one that has fixtures. */
const fixtureClient = (): Plugin => ({
  name: 'parley-fixture-client',
  enforce: 'pre',
  async resolveId(source, importer, options) {
    if (!/(^|\/)client$/.test(source)) return undefined
    const found = await this.resolve(source, importer, { ...options, skipSelf: true })
    return found?.id === here('../src/lib/client.ts') ? here('./client.ts') : undefined
  },
})

/** The gallery: every component in every state, for viewing and for screenshots. The server never serves it. */
export default defineConfig({
  root: here('.'),
  base: '/',
  publicDir: here('../public'),
  plugins: [fixtureClient(), react(), tailwindcss(), emojiModules()],
  build: { emptyOutDir: true, assetsInlineLimit: 0, target: 'es2023', chunkSizeWarningLimit: 10_000 },
})
