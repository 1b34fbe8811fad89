import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Page } from '@playwright/test'
import { decodePng, differingShare, encodePalette, inColoursOf } from './png'

const here = dirname(fileURLToPath(import.meta.url))
const web = join(here, '..', '..', '..', 'packages', 'web')
const references = join(here, '..', 'looks')

/** Properties of the machine that affect screenshots. */
interface Machine {
  /** The major version of Chromium. */
  readonly chromium: string
  /** The widths of some words in the fonts of this machine. */
  readonly fonts: string
}

interface Kept extends Machine {
  /** The hash of each screenshot. An equal hash saves the comparison. */
  readonly sums: Readonly<Record<string, string>>
}

/** The functions of the gallery's page. */
interface GalleryTools {
  readonly sections: readonly { readonly name: string; readonly over: boolean }[]
  look(name: string, look: { readonly theme: string; readonly language: string }): Promise<void>
}
type Global = { readonly gallery: GalleryTools }

const types: Readonly<Record<string, string>> = {
  ...{ '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' },
}

const listenOnFreePort = (server: Server): Promise<number> =>
  new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve((server.address() as { port: number }).port)))

/** Builds and serves the gallery. */
export const serveGallery = async (): Promise<{ readonly url: string; readonly stop: () => void }> => {
  const directory = mkdtempSync(join(tmpdir(), 'parley-gallery-'))
  const vite = await import(pathToFileURL(createRequire(join(web, 'package.json')).resolve('vite')).href)
  const configFile = join(web, 'gallery', 'vite.config.ts')
  await vite.build({ configFile, logLevel: 'error', build: { outDir: directory } })
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://gallery').pathname
    if (path.startsWith('/api/'))
      return response
        .setHeader('content-type', 'application/json')
        .end('{"registration":"open","challenge":false,"sendsMail":true}')
    const file = join(directory, path === '/' ? 'index.html' : path)
    if (!existsSync(file)) return response.writeHead(404).end()
    response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream').end(readFileSync(file))
  })
  const port = await listenOnFreePort(server)
  const stop = () => {
    server.close()
    rmSync(directory, { recursive: true, force: true })
  }
  return { url: `http://127.0.0.1:${port}`, stop }
}

const samples = ['The quick brown fox', '天气很好', '👍❤️', '→✓']

/** The properties of this machine. */
export const machineOf = async (page: Page): Promise<Machine> => {
  const widths = await page.evaluate(async (texts) => {
    await document.fonts.load('16px InterVar')
    const context = document.createElement('canvas').getContext('2d')
    if (!context) return []
    return ['16px InterVar, system-ui', '16px monospace', '600 16px sans-serif'].flatMap((font) => {
      context.font = font
      return texts.map((text) => context.measureText(text).width.toFixed(2))
    })
  }, samples)
  const chromium = page.context().browser()?.version().split('.')[0] ?? ''
  return { chromium, fonts: widths.join(' ') }
}

const keptFile = join(references, 'looks.json')

/** The machine and hashes of the references. */
export const readReferences = (): Kept =>
  existsSync(keptFile) ? JSON.parse(readFileSync(keptFile, 'utf8')) : { chromium: '', fonts: '', sums: {} }

/** Why this machine's screenshots can't be compared with the references; undefined when they can. */
export const whyIncomparable = (machine: Machine): string | undefined => {
  const { chromium, fonts } = readReferences()
  if (chromium !== machine.chromium)
    return `the references were made with Chromium ${chromium}, this is ${machine.chromium}`
  return fonts === machine.fonts ? undefined : 'the references were made with other fonts'
}

export interface Look {
  readonly width: 360 | 768 | 1280
  readonly theme: 'light' | 'dark'
  readonly language: 'en' | 'zh'
}

const heightPx = 640

/** A screenshot of a section. Sections that cover the window are captured with the whole window. */
export const screenshotOf = async (
  page: Page,
  section: { name: string; over: boolean },
  look: Look,
): Promise<Buffer> => {
  const { width, theme, language } = look
  await page.setViewportSize({ width, height: heightPx })
  await page.evaluate(({ name, ...asked }) => (globalThis as unknown as Global).gallery.look(name, asked), {
    ...{ name: section.name, theme, language },
  })
  if (section.over) return page.screenshot()
  return page.locator('[data-look]').screenshot({ animations: 'allow' })
}

export const sectionsOf = (page: Page): Promise<GalleryTools['sections']> =>
  page.evaluate(() => (globalThis as unknown as Global).gallery.sections)

const sumOf = (png: Buffer): string => createHash('sha256').update(png).digest('hex').slice(0, 16)
const fileOf = (name: string): string => join(references, `${name}.png`)

/** Pixels that differ more than this are plainly different, such as those of moved letters. Few of them are allowed. */
const plain = { apart: 40, share: 0.001 } as const
/** A changed surface colour differs less, but over a larger area. */
const faint = { apart: 6, share: 0.02 } as const

/** How a screenshot differs from its reference; undefined when it does not. */
export const difference = (name: string, png: Buffer): string | undefined => {
  if (readReferences().sums[name] === sumOf(png)) return undefined
  if (!existsSync(fileOf(name))) return `${name} has no reference`
  const reference = readFileSync(fileOf(name))
  const [was, is] = [decodePng(reference), inColoursOf(reference, decodePng(png))]
  if (was.width !== is.width || was.height !== is.height)
    return `${name} was ${was.width} × ${was.height}, and is ${is.width} × ${is.height}`
  const [much, little] = [differingShare(was, is, plain.apart), differingShare(was, is, faint.apart)]
  if (much <= plain.share && little <= faint.share) return undefined
  return `${name}: ${(much * 100).toFixed(2)} % differ plainly, ${(little * 100).toFixed(2)} % faintly`
}

/** Replaces the references. */
export const writeReferences = (machine: Machine, shots: ReadonlyMap<string, Buffer>): void => {
  rmSync(references, { recursive: true, force: true })
  mkdirSync(references)
  for (const [name, png] of shots) writeFileSync(fileOf(name), encodePalette(decodePng(png)))
  const sums = Object.fromEntries([...shots].map(([name, png]) => [name, sumOf(png)]))
  writeFileSync(keptFile, `${JSON.stringify({ ...machine, sums }, undefined, 2)}\n`)
}
