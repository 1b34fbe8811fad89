import type { Plugin } from 'vite'
import { limits } from '../../protocol/src/limits.ts'

const importsLimits = /import \{[^}]*\blimits\b[^}]*\} from '(?:@parley\/protocol|\.)\/limits'/

/**
 * Writes each limit of the protocol as its number. The bundler keeps or drops an object as a whole, and most limits are
 * only for the server.
 */
export const literalLimits = (): Plugin => ({
  name: 'parley-literal-limits',
  apply: 'build',
  enforce: 'pre',
  transform(code) {
    if (!importsLimits.test(code)) return undefined
    const values: Readonly<Record<string, unknown>> = limits
    const literal = code.replace(/(?<![.\w])limits\.(\w+)/g, (read, name: string) =>
      typeof values[name] === 'number' ? `(${values[name]})` : read,
    )
    return { code: literal, map: null }
  },
})
