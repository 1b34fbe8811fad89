import { bunPath } from '../lib/bun.mjs'
import { inRoot } from '../lib/root.mjs'
import { runCollect } from '../lib/run.mjs'

const failed = ({ code, output }) => ({ problems: code === 0 ? [] : output.trim().split('\n') })

/** The types of one package. */
export const types = (directory) => async () => {
  const tsc = inRoot('node_modules', 'typescript', 'bin', 'tsc')
  return failed(await runCollect(process.execPath, [tsc, '-p', directory, '--pretty', 'false']))
}

/** Format and lint. */
export const biome = async () => {
  const cli = inRoot('node_modules', '@biomejs', 'biome', 'bin', 'biome')
  return failed(await runCollect(process.execPath, [cli, 'ci', '--colors=off', '--error-on-warnings', '.']))
}

/** Generated files say what their sources say. */
export const generated = async () => {
  const run = await runCollect(bunPath, [inRoot('scripts', 'generate.mjs'), '--check'])
  return {
    ...failed(run),
    notes: run.code === 0 ? run.output.split('\n').filter((line) => line.includes('skipped')) : [],
  }
}

/** The documents of the contract are valid, and so are the examples in them. */
export const documents = async () => failed(await runCollect(bunPath, [inRoot('scripts', 'validate-documents.mjs')]))
