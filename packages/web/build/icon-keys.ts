import type { Plugin } from 'vite'
import { iconName } from './module-graph.ts'

/**
 * Numbers the parts of each icon. The library gives each part a random key, which doesn't compress: together 1 kB of the
 * first load. React needs keys that differ within one icon.
 */
export const iconKeys = (): Plugin => ({
  name: 'parley-icon-keys',
  apply: 'build',
  transform(code, id) {
    if (iconName(id) === undefined) return undefined
    let parts = 0
    return { code: code.replace(/\bkey: "\w+"/g, () => `key: "${parts++}"`), map: null }
  },
})
