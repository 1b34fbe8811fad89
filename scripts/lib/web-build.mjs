import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, isFresh } from './built.mjs'
import { inRoot } from './root.mjs'
import { runTied } from './tied.mjs'

const directory = inRoot('packages', 'web', 'dist')

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

/** One after the other into one directory: the client, with the manifest, and the page about the contract. */
const builds = [
  { configFile: 'vite.config.ts', build: { manifest: true, emptyOutDir: true } },
  { configFile: 'vite.docs.config.ts', build: { emptyOutDir: false } },
]

const webRoot = inRoot('packages', 'web')

const vitePath = () => {
  try {
    return createRequire(join(webRoot, 'package.json')).resolve('vite')
  } catch {
    throw new Error('What builds the web client is not installed: run `npm install` again.')
  }
}

const bundle = async (built) => {
  mkdirSync(built, { recursive: true })
  const vite = await import(pathToFileURL(vitePath()).href)
  for (const { configFile, build } of builds)
    await vite.build({
      root: webRoot,
      configFile: join(webRoot, configFile),
      logLevel: 'warn',
      build: { ...build, outDir: built },
      plugins: [progress()],
    })
}

/** Builds the web client into `packages/web/dist`. Throws when that fails. */
export const buildWeb = async () => {
  const startedMs = Date.now()
  await build(directory, { sources, beside: join(webRoot, 'node_modules'), make: bundle })
  console.log(`  built in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`)
}

/** Builds the web client when it is missing or older than its sources, in a process of its own. Throws when that fails. */
export const freshWeb = async () => {
  if (isFresh(directory, sources)) return
  console.log('Building the web client (only when it is missing or its sources changed) …')
  const code = await runTied(process.execPath, [inRoot('scripts', 'build.mjs'), '--web'])
  if (code !== 0) throw new Error('The web client could not be built: the lines above say why.')
}
