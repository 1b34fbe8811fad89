import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Plugin } from 'vite'

const id = 'virtual:built'

/**
 * The module `virtual:built`: the content of the client's `build.json`, which was built into the same directory before.
 */
export const built = (): Plugin => {
  let directory = ''
  return {
    name: 'parley-built',
    configResolved(config) {
      directory = resolve(config.root, config.build.outDir)
    },
    resolveId: (wanted) => (wanted === id ? `\0${id}` : undefined),
    load: (wanted) =>
      wanted === `\0${id}`
        ? `export const { build, first, files } = ${readFileSync(join(directory, 'build.json'), 'utf8')}`
        : undefined,
  }
}
