import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build, isFresh } from './built.mjs'
import { bunPath } from './bun.mjs'
import { inRoot } from './root.mjs'
import { runCollect } from './run.mjs'

const directory = inRoot('packages', 'server', 'dist')

/** Sources of the built server. */
const sources = ['packages/server/src', 'packages/server/package.json', 'packages/protocol/src', 'package-lock.json']

/** The entry points: the program, and what it runs in threads and child processes. */
const entries = ['main.ts', 'storage/sqlite/checkpoint-worker.ts', 'media/picture-child.ts'].map((file) =>
  inRoot('packages', 'server', 'src', file),
)

/**
 * The server in one file, next to the files of its threads and child processes. It starts faster than the sources and
 * uses 12 MB less.
 */
export const serverPath = join(directory, 'main.js')

const bundle = async (built) => {
  const args = ['--target=bun', '--sourcemap=linked', '--entry-naming=[name].[ext]', `--outdir=${built}`]
  const { code, output } = await runCollect(bunPath, ['build', ...entries, ...args])
  if (code !== 0) throw new Error(`The server could not be built:\n${output}`)
  for (const name of readdirSync(built).filter((file) => file.endsWith('.map'))) aimSources(join(built, name), built)
}

/**
 * Bun writes a source map's paths relative to the build directory. Stack traces need them relative to the final
 * directory.
 */
const aimSources = (path, built) => {
  const map = JSON.parse(readFileSync(path, 'utf8'))
  const sources = map.sources.map((source) => relative(directory, join(built, source)))
  writeFileSync(path, JSON.stringify({ ...map, sources }))
}

/** Bundles the server if it is missing or older than its sources, which is quick. Throws when that fails. */
export const freshServer = async () => {
  if (isFresh(directory, sources)) return
  await build(directory, { sources, beside: inRoot('packages', 'server', 'node_modules'), make: bundle })
}
