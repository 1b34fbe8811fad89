import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { buildFiles } from './build/build-files.ts'
import { devPages } from './build/dev-pages.ts'
import { devProxy } from './build/dev-proxy.ts'
import { emojiModules } from './build/emoji-data.ts'
import { firstPaint } from './build/first-paint.ts'
import { firstScreenChunks } from './build/first-screen.ts'
import { iconKeys } from './build/icon-keys.ts'
import { literalLimits } from './build/literal-limits.ts'
import { listChunk, sharedChunks } from './build/shared-chunks.ts'

/** The server for `vite dev`. */
const server = process.env.PARLEY_DEV_SERVER ?? 'http://127.0.0.1:8080'

export default defineConfig({
  base: '/',
  plugins: [
    react(),
    tailwindcss(),
    firstPaint(['shell', 'chat']),
    emojiModules(),
    iconKeys(),
    literalLimits(),
    devPages(),
    buildFiles(),
  ],
  resolve: {
    // React has this function itself. Two libraries import a replacement for versions of React without it.
    alias: [{ find: /^use-sync-external-store\/shim(\/index\.js)?$/, replacement: 'react' }],
  },
  build: {
    outDir: 'dist',
    manifest: true,
    // The content security policy allows no `data:` fonts, and hashed files cache better than inlined ones.
    assetsInlineLimit: 0,
    // A later part starts loading its imports once it is there itself. Lists of them would cost the first load 2 kB.
    modulePreload: {
      polyfill: false,
      resolveDependencies: (_file, imports, { hostType }) =>
        hostType === 'html' ? imports : imports.filter((path) => path.endsWith('.css')),
    },
    target: 'es2023',
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            {
              name: 'sdk',
              priority: 7,
              test: /packages[\\/](sdk|protocol)[\\/]src[\\/](?!markdown|patterns)(?:[a-z]+[\\/])?(?!challenge|common-passwords|moderation|word-filter|folded-text|written-in|contents|history-start|media-uploads|password-strength|picture-file|upload\.|upload-groups|voice-messages|http-send|memory)[^\\/]+$/,
            },
            {
              name: 'vendor',
              priority: 6,
              test: /node_modules[\\/](react|react-dom|scheduler|wouter|regexparam|zustand|idb)[\\/]/,
            },
            ...firstScreenChunks,
            {
              name: 'overlays',
              priority: 1,
              test: /node_modules[\\/](@base-ui|@floating-ui|tabbable|reselect|use-sync-external-store)[\\/]|[\\/]web[\\/]src[\\/]ui[\\/]overlay/,
            },
            listChunk,
            sharedChunks,
          ],
        },
      },
    },
  },
  server: {
    proxy: devProxy(server),
  },
})
