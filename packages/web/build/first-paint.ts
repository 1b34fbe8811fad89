import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { HtmlTagDescriptor, IndexHtmlTransformContext, Plugin } from 'vite'

const read = (file: string) => readFileSync(new URL(`../src/${file}`, import.meta.url), 'utf8').trim()
const everyPage = () => ['shell/old-browser.js', 'theme/pre-paint.js'].map(read)
/** Scripts of the client's page only. */
const preload = () => read('shell/preload-signed-in.js')
const note = () => read('shell/start-note.js')
const hash = (script: string) => `sha256-${createHash('sha256').update(script).digest('base64')}`

type Bundle = NonNullable<IndexHtmlTransformContext['bundle']>

/** The files of these chunks, scripts and styles, as paths. */
const filesOf = (chunks: readonly string[], bundle: Bundle): string[] =>
  chunks.flatMap((name) => {
    const chunk = Object.values(bundle).find((one) => one.type === 'chunk' && one.name === name)
    if (chunk?.type !== 'chunk') throw new Error(`There is no chunk "${name}" to preload.`)
    return [chunk.fileName, ...(chunk.viteMetadata?.importedCss ?? [])].map((file) => `/${file}`)
  })

/**
 * Moves the style sheets below the shapes of the first screen, which then show before these load. Scripts still wait for
 * them. The links in the head keep their priority.
 */
const sheetsLast = (html: string): string => {
  const sheets = [...html.matchAll(/<link rel="stylesheet"[^>]*>/g)].map(([link]) => link)
  const early = sheets.map((link) => link.replace('rel="stylesheet"', 'rel="preload" as="style"'))
  const moved = sheets.reduce((page, link, at) => page.replace(link, early[at] ?? ''), html)
  return moved.replace('</body>', () => `${sheets.join('\n')}\n</body>`)
}

/**
 * Prepares the page for its first paint. Scripts that detect old browsers, set the theme and load the first screen early are
 * inline. Their hashes go into `dist/csp.json`, from which the server adds them to the content security policy. The font is
 * preloaded. The client's page also has the shapes of its first screen inline, and says so if its scripts don't load.
 *
 * @param signedInChunks the chunks of the first screen of signed-in users
 */
export const firstPaint = (signedInChunks: readonly string[] = []): Plugin => ({
  name: 'parley-first-paint',
  transformIndexHtml: {
    order: 'post',
    handler(html, context) {
      const font = Object.keys(context.bundle ?? {}).find((file) => file.endsWith('.woff2'))
      const attrs = { rel: 'preload', as: 'font', type: 'font/woff2', crossorigin: true, href: `/${font}` }
      const tags: HtmlTagDescriptor[] = font ? [{ tag: 'link', attrs, injectTo: 'head' }] : []
      const inline = everyPage().map((script) => `<script>${script}</script>`)
      if (context.bundle && signedInChunks.length > 0) {
        const paths = filesOf(signedInChunks, context.bundle)
        inline.push(`<meta name="signed-in" content="${paths.join(' ')}">`, `<script>${preload()}</script>`)
        inline.push(`<script>${note()}</script>`, `<style>${read('shell/start.css')}</style>`)
      }
      return { html: sheetsLast(html).replace('<!--first-->', () => inline.join('\n')), tags }
    },
  },
  generateBundle() {
    this.emitFile({
      type: 'asset',
      fileName: 'csp.json',
      source: JSON.stringify({ scriptHashes: [...everyPage(), preload(), note()].map(hash) }),
    })
  },
})
