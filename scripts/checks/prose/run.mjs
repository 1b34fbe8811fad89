import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot } from '../../lib/root.mjs'
import { textOf } from '../project-files.mjs'
import { findingsIn, proseFiles } from './files.mjs'
import { createLinter, projectWords } from './linter.mjs'

/** Cached findings of earlier runs. The key hashes the text, its path and the check itself. */
const cacheFile = inRoot('node_modules', '.cache', 'parley', 'prose.json')

const hash = (...parts) => createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 20)

const checkHash = () => {
  const directory = inRoot('scripts', 'checks', 'prose')
  const sources = readdirSync(directory).map((name) => readFileSync(join(directory, name), 'utf8'))
  return hash(...sources, readFileSync(inRoot('package-lock.json'), 'utf8'))
}

const readCache = () => {
  try {
    return JSON.parse(readFileSync(cacheFile, 'utf8'))
  } catch {
    return {}
  }
}

const saveCache = (entries) => {
  mkdirSync(join(cacheFile, '..'), { recursive: true })
  writeFileSync(cacheFile, JSON.stringify(Object.fromEntries(entries)))
}

const [before, check] = [readCache(), checkHash()]
const known = new Map()
const problems = []
let lint
for (const path of proseFiles()) {
  const key = hash(check, path, textOf(path))
  lint ??= before[key] ? undefined : createLinter(projectWords())
  const found = before[key] ?? (await findingsIn(lint, path, textOf(path)))
  known.set(key, found)
  problems.push(...found)
}
saveCache(known)

for (const line of problems) console.log(line)
process.exitCode = problems.length > 0 ? 1 : 0
