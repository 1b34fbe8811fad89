import { basename, extname } from 'node:path'
import type { Plugin } from 'vite'

const nameOf = (path: string) => basename(path, extname(path))

/**
 * Replaces modules of the application, for pages that need others.
 * @param replacements absolute paths of the modules, each with the path of its replacement
 */
export const replacedModules = (replacements: Readonly<Record<string, string>>): Plugin => {
  const names = new Set(Object.keys(replacements).map(nameOf))
  return {
    name: 'parley-replaced-modules',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (!names.has(nameOf(source))) return undefined
      const found = await this.resolve(source, importer, { ...options, skipSelf: true })
      return found ? replacements[found.id] : undefined
    },
  }
}
