import { mkdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, isFresh } from './built.mjs'
import { runWithParent } from './child-lifetime.mjs'
import { inRoot } from './root.mjs'

const directory = inRoot('packages', 'web', 'dist')

/** Sources of the built client. */
const sources = [
  'packages/web/index.html',
  'packages/web/docs.html',
  'packages/web/embed.html',
  'packages/web/vite.config.ts',
  'packages/web/vite.docs.config.ts',
  'packages/web/vite.embed.config.ts',
  'packages/web/vite.worker.config.ts',
  'packages/web/package.json',
  'packages/web/build',
  'packages/web/public',
  'packages/web/src',
  'packages/web/worker',
  'packages/sdk/src',
  'packages/protocol/src',
  'package-lock.json',
]

/** A Vite plugin that prints the progress of the build, one line per step. */
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

/**
 * Four builds in sequence, into one directory: the client with the manifest, the page about the contract, the chat for
 * frames, and the service worker.
 */
const builds = [
  { configFile: 'vite.config.ts', build: { manifest: true, emptyOutDir: true } },
  { configFile: 'vite.docs.config.ts', build: { emptyOutDir: false } },
  { configFile: 'vite.embed.config.ts', build: { emptyOutDir: false } },
  { configFile: 'vite.worker.config.ts', build: { emptyOutDir: false } },
]

const webRoot = inRoot('packages', 'web')

const vitePath = () => {
  try {
    return createRequire(join(webRoot, 'package.json')).resolve('vite')
  } catch {
    throw new Error('The build tools of the web client are not installed: run `npm install` again.')
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

/** Builds the web client into `packages/web/dist`. Throws when the build fails. */
export const buildWeb = async () => {
  const startedMs = Date.now()
  await build(directory, { sources, beside: join(webRoot, 'node_modules'), make: bundle })
  console.log(`  built in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`)
}

const buildIfStale = async () => {
  if (isFresh(directory, sources)) return
  console.log('Building the web client (only when it is missing or its sources changed) …')
  const code = await runWithParent(process.execPath, [inRoot('scripts', 'build.mjs'), '--web'])
  if (code !== 0) throw new Error('The web client could not be built. The lines above say why.')
}

let building

/**
 * Builds the web client in a child process if it is missing or older than its sources. Callers of one process share one
 * build. Throws when the build fails.
 */
export const freshWeb = () => {
  building ??= buildIfStale()
  return building
}
