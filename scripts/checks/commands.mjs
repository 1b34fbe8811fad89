import { bunPath } from '../lib/bun.mjs'
import { inRoot } from '../lib/root.mjs'
import { runCollect } from '../lib/run.mjs'

const failed = ({ code, output }) => ({ problems: code === 0 ? [] : output.trim().split('\n') })

/** Checks the types of one package. The compiler keeps its incremental results, so that it only checks what changed. */
export const types = (directory) => async () => {
  const tsc = inRoot('node_modules', 'typescript', 'bin', 'tsc')
  const kept = inRoot('node_modules', '.cache', 'types', `${directory.replaceAll('/', '-')}.tsbuildinfo`)
  const incremental = ['--incremental', '--tsBuildInfoFile', kept]
  return failed(await runCollect(process.execPath, [tsc, '-p', directory, '--pretty', 'false', ...incremental]))
}

/** Checks format and lint. */
export const biome = async () => {
  const cli = inRoot('node_modules', '@biomejs', 'biome', 'bin', 'biome')
  return failed(await runCollect(process.execPath, [cli, 'ci', '--colors=off', '--error-on-warnings', '.']))
}

/** Finds unused files, dependencies and exports. `knip.json` lists the entry points. */
export const unused = async () => {
  const cli = inRoot('node_modules', 'knip', 'bin', 'knip.js')
  const cache = ['--cache', '--cache-location', inRoot('node_modules', '.cache', 'knip')]
  return failed(await runCollect(process.execPath, [cli, '--no-progress', '--no-config-hints', ...cache]))
}

/** Checks that generated files match their sources. */
export const generated = async () => {
  const run = await runCollect(bunPath, [inRoot('scripts', 'generate.mjs'), '--check'])
  return {
    ...failed(run),
    notes: run.code === 0 ? run.output.split('\n').filter((line) => line.includes('skipped')) : [],
  }
}

/** Checks that the documents of the contract and their examples are valid. */
export const documents = async () => failed(await runCollect(bunPath, [inRoot('scripts', 'validate-documents.mjs')]))
