import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { inRoot, root } from './root.mjs'
import { runInherit } from './run.mjs'

const dist = inRoot('packages', 'web', 'dist')
const hashFile = join(dist, '.sources')

/** What the built client is made of. */
const sources = [
  'packages/web/index.html',
  'packages/web/docs.html',
  'packages/web/vite.config.ts',
  'packages/web/vite.docs.config.ts',
  'packages/web/package.json',
  'packages/web/build',
  'packages/web/public',
  'packages/web/src',
  'packages/sdk/src',
  'packages/protocol/src',
  'package-lock.json',
]

const filesUnder = (path) => {
  if (!existsSync(path)) return []
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

const isFile = (path) => /\.[a-z]+$/.test(path)

const hashSources = () => {
  const hash = createHash('sha256')
  for (const source of sources) {
    const path = inRoot(source)
    const files = isFile(source) ? [path].filter(existsSync) : filesUnder(path)
    for (const file of files) hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

/** Whether the web client is built from the sources as they are. */
export const webIsFresh = () =>
  existsSync(join(dist, 'index.html')) && existsSync(hashFile) && readFileSync(hashFile, 'utf8') === hashSources()

/** A vite plugin that tells how far the build is, a line per step. */
const progress = () => {
  let modules = 0
  return {
    name: 'parley:progress',
    moduleParsed() {
      modules += 1
      if (modules % 500 === 0) console.log(`  … ${modules} modules read`)
    },
    renderStart() {
      console.log(`  … ${modules} modules read, writing`)
    },
  }
}

/** Puts a finished build in the place of the old one, so that nobody ever sees half of one. */
const replaceDist = (built) => {
  const old = `${built}-old`
  if (existsSync(dist)) renameSync(dist, old)
  renameSync(built, dist)
  rmSync(old, { recursive: true, force: true })
}

/** One after the other into one directory: the client, with the manifest, and the page about the contract. */
const builds = [
  { configFile: 'vite.config.ts', build: { manifest: true, emptyOutDir: true } },
  { configFile: 'vite.docs.config.ts', build: { emptyOutDir: false } },
]

/** Builds the web client into `packages/web/dist`. Throws when that fails. */
export const buildWeb = async () => {
  const startedMs = Date.now()
  const hash = hashSources()
  const webRoot = inRoot('packages', 'web')
  const built = join(webRoot, 'node_modules', `.parley-${process.pid}`)
  mkdirSync(built, { recursive: true })
  const vite = await import(pathToFileURL(createRequire(join(webRoot, 'package.json')).resolve('vite')).href)
  try {
    for (const { configFile, build } of builds)
      await vite.build({
        root: webRoot,
        configFile: join(webRoot, configFile),
        logLevel: 'warn',
        build: { ...build, outDir: built },
        plugins: [progress()],
      })
    writeFileSync(join(built, '.sources'), hash)
    replaceDist(built)
  } finally {
    rmSync(built, { recursive: true, force: true })
  }
  console.log(`  built in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`)
}

/** Builds the web client when it is missing or older than its sources, in a process of its own. Throws when that fails. */
export const freshWeb = async () => {
  if (webIsFresh()) return
  console.log('Building the web client (only when it is missing or its sources changed) …')
  const code = await runInherit(process.execPath, [inRoot('scripts', 'build-web.mjs')])
  if (code !== 0) throw new Error('The web client could not be built: the lines above say why.')
}
