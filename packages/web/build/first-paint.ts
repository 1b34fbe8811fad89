import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { HtmlTagDescriptor, Plugin } from 'vite'

const script = () => readFileSync(new URL('../src/theme/pre-paint.js', import.meta.url), 'utf8').trim()
const scriptHash = () => `sha256-${createHash('sha256').update(script()).digest('base64')}`

/**
 * What the page needs before its first paint: the script that sets the theme (inline; its hash goes into
 * `dist/csp.json`, from where the server takes it into the content security policy), and the font, preloaded.
 */
export const firstPaint = (): Plugin => ({
  name: 'parley-first-paint',
  transformIndexHtml: {
    order: 'post',
    handler(html, context) {
      const font = Object.keys(context.bundle ?? {}).find((file) => file.endsWith('.woff2'))
      const attrs = { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href: `/${font}` }
      const tags: HtmlTagDescriptor[] = font ? [{ tag: 'link', attrs, injectTo: 'head' }] : []
      return { html: html.replace('<!--theme-->', () => `<script>${script()}</script>`), tags }
    },
  },
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'csp.json', source: JSON.stringify({ scriptHashes: [scriptHash()] }) })
  },
})
