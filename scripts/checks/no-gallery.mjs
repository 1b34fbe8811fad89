import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot } from '../lib/root.mjs'
import { freshWeb } from '../lib/web-build.mjs'
import { sourceImports } from './source-imports.mjs'

const gallery = 'packages/web/gallery/'
/** A name among its fixtures, a class of its style sheet, and one that Tailwind makes for it alone. */
const marks = ['Porphyrogennetos', 'chat-stage', String.raw`.h-\[640px\]`]

/** The gallery is for looking at: nothing of it is in what the server serves. */
export const noGallery = async () => {
  await freshWeb()
  const dist = inRoot('packages', 'web', 'dist')
  const files = existsSync(dist) ? readdirSync(dist, { recursive: true, withFileTypes: true }) : []
  const holding = files
    .filter((entry) => entry.isFile() && /\.(js|css|html|json)$/.test(entry.name))
    .filter((entry) => {
      const text = readFileSync(join(entry.parentPath, entry.name), 'utf8')
      return marks.some((mark) => text.includes(mark))
    })
  const importing = sourceImports().filter(({ from, to }) => to?.startsWith(gallery) && !from.startsWith(gallery))
  return {
    problems: [
      ...holding.map(({ name }) => `packages/web/dist: ${name} holds something of the gallery`),
      ...importing.map(({ from, line }) => `${from}:${line} imports the gallery`),
    ],
  }
}
