import { existsSync, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import { inRoot } from '../lib/root.mjs'
import { freshWeb } from '../lib/web-build.mjs'

const kB = 1000
const limits = { jsWarn: 178 * kB, jsFail: 200 * kB, cssFail: 16 * kB }

const dist = (file) => inRoot('packages', 'web', 'dist', file)
const gzipBytes = (file) => gzipSync(readFileSync(dist(file)), { level: 9 }).length
const total = (files) => [...files].reduce((bytes, file) => bytes + gzipBytes(file), 0)

/** A chunk, and all that the browser must have before it runs. */
const closure = (manifest, start) => {
  const seen = new Set()
  const visit = (key) => {
    if (seen.has(key) || !manifest[key]) return
    seen.add(key)
    for (const next of manifest[key].imports ?? []) visit(next)
  }
  for (const key of start) visit(key)
  return [...seen].map((key) => manifest[key])
}

/** What the first look at a chat loads: the entry, the shell, the chat, and one language (the larger one). */
const firstLook = (manifest) => {
  const keys = Object.keys(manifest)
  const oneOf = (pattern) => {
    const found = keys
      .filter((key) => pattern.test(key))
      .sort((a, b) => gzipBytes(manifest[b].file) - gzipBytes(manifest[a].file))
    if (found.length === 0)
      throw new Error(`the build has no chunk for ${pattern}: mend scripts/checks/bundle-size.mjs`)
    return found[0]
  }
  const entries = keys.filter((key) => manifest[key].isEntry)
  const lazy = [/src\/shell\/shell\.tsx$/, /src\/chat\/index\.ts$/, /src\/i18n\/(en|zh)\.ts$/].map(oneOf)
  return closure(manifest, [...entries, ...lazy])
}

/** The web client's first load, compressed, against the budget. */
export const bundleSize = async () => {
  await freshWeb()
  const manifestPath = dist('.vite/manifest.json')
  if (!existsSync(manifestPath)) return { problems: ['the web client is not built: packages/web/dist has no manifest'] }
  const chunks = firstLook(JSON.parse(readFileSync(manifestPath, 'utf8')))
  const js = total(new Set(chunks.map((chunk) => chunk.file).filter((file) => file.endsWith('.js'))))
  const css = total(new Set(chunks.flatMap((chunk) => chunk.css ?? [])))
  const say = (bytes) => `${(bytes / kB).toFixed(1)} kB`
  return {
    problems: [
      ...(js > limits.jsFail ? [`initial JavaScript is ${say(js)}, more than ${say(limits.jsFail)}`] : []),
      ...(css > limits.cssFail ? [`CSS is ${say(css)}, more than ${say(limits.cssFail)}`] : []),
    ],
    notes: [
      `initial JavaScript ${say(js)}, CSS ${say(css)}, gzip`,
      ...(js > limits.jsWarn ? [`that is more JavaScript than the ${say(limits.jsWarn)} aimed at`] : []),
    ],
  }
}
