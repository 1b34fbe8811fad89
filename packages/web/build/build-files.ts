import { createHash } from 'node:crypto'
import type { Plugin, Rolldown } from 'vite'

type Bundle = Rolldown.OutputBundle
type Chunk = Rolldown.OutputChunk

/** The entry points of a start: the main module, the shell, the chat, and the texts of all languages. */
const starts = /\/src\/(main\.tsx|shell\/shell\.tsx|chat\/index\.ts|i18n\/words\/[a-z]+(-later)?\.ts)$/

const isChunk = (file: Bundle[string] | undefined): file is Chunk => file?.type === 'chunk'

const stylesOf = (chunk: Chunk): readonly string[] => [...(chunk.viteMetadata?.importedCss ?? [])]

/** The files without which no page starts, with all their imports. */
const firstFiles = (bundle: Bundle): readonly string[] => {
  const chunks = Object.values(bundle).filter(isChunk)
  const found = new Set<string>()
  const visit = (file: string) => {
    const chunk = bundle[file]
    if (found.has(file) || !isChunk(chunk)) return
    found.add(file)
    for (const style of stylesOf(chunk)) found.add(style)
    for (const next of chunk.imports) visit(next)
  }
  for (const { fileName, moduleIds } of chunks) if (moduleIds.some((id) => starts.test(id))) visit(fileName)
  for (const file of Object.keys(bundle)) if (file.endsWith('.woff2')) found.add(file)
  return [...found]
}

const pathsOf = (files: Iterable<string>): readonly string[] =>
  [...files]
    .filter((file) => file.startsWith('assets/'))
    .map((file) => `/${file}`)
    .sort()

/**
 * Names the build: in a `<meta name="build">` of the page, and in `build.json`, which lists its files for the service
 * worker. Any change of a file changes the name.
 */
export const buildFiles = (): Plugin => {
  let build = ''
  return {
    name: 'parley-build-files',
    transformIndexHtml: {
      order: 'post',
      handler(html, { bundle }) {
        if (!bundle) return html
        const text = `${pathsOf(Object.keys(bundle)).join('\n')}\n${html}`
        build = createHash('sha256').update(text).digest('hex').slice(0, 16)
        return { html, tags: [{ tag: 'meta', attrs: { name: 'build', content: build }, injectTo: 'head' }] }
      },
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const files = pathsOf(Object.keys(bundle))
        const source = JSON.stringify({ build, first: pathsOf(firstFiles(bundle)), files })
        this.emitFile({ type: 'asset', fileName: 'build.json', source })
      },
    },
  }
}
