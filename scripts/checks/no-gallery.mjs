import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot } from '../lib/root.mjs'
import { freshWeb } from '../lib/web-build.mjs'
import { sourceImports } from './source-imports.mjs'

const gallery = 'packages/web/gallery/'
/**
 * Marks of the gallery: a name from its fixtures, a class of its style sheet, and a Tailwind class that only it uses.
 */
const marks = ['Porphyrogennetos', 'chat-stage', String.raw`.h-\[640px\]`]

/** Checks that the build contains nothing of the gallery, which is a tool for development. */
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
      ...holding.map(({ name }) => `packages/web/dist: ${name} contains parts of the gallery`),
      ...importing.map(({ from, line }) => `${from}:${line} imports the gallery`),
    ],
  }
}
