import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { docsPage } from './build/docs-page.ts'
import { emojiModules } from './build/emoji-data.ts'
import { firstPaint } from './build/first-paint.ts'

/** The server that `vite dev` talks to. */
const server = process.env.PARLEY_DEV_SERVER ?? 'http://127.0.0.1:8080'

export default defineConfig({
  base: '/',
  plugins: [react(), tailwindcss(), firstPaint(), emojiModules(), docsPage()],
  build: {
    outDir: 'dist',
    manifest: true,
    // The content security policy allows no `data:` fonts, and hashed files cache better than inlined ones.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: 'es2023',
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'sdk',
              test: /packages[\\/](sdk|protocol)[\\/]src[\\/](?!challenge|common-passwords|contents|history-start|media-uploads|password-strength|picture-file|upload\.|upload-groups|voice-messages|http-send|store[\\/]memory)/,
            },
            {
              name: 'vendor',
              test: /node_modules[\\/](react|react-dom|scheduler|wouter|regexparam|zustand|idb|use-sync-external-store)[\\/]/,
            },
            // Small modules that many chunks share, icons most of all: one chunk of them is smaller than many.
            { name: 'shared', test: /lucide-react|packages[\\/]web[\\/]src/, minShareCount: 9 },
            { name: 'overlays', test: /node_modules[\\/](@base-ui|@floating-ui|tabbable|reselect)[\\/]/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: {
      '/api': server,
      '/openapi.json': server,
      '/openrpc.json': server,
      '/ws': { target: server.replace(/^http/, 'ws'), ws: true },
    },
  },
})
