import { statSync } from 'node:fs'
import { contentsOf, steps } from './first-screen.ts'
import { closureOf, closureOfPaths, iconName, iconsOf, isOurs, type ModuleGraph } from './module-graph.ts'

/** Parts that a first screen may show. They load by themselves, so they share nothing with later parts. */
const early = [
  'list/start-actions.tsx',
  'list/first-steps.tsx',
  'list/no-chats.tsx',
  'list/found-outside.tsx',
  'markdown/formatted.ts',
]
/** Modules up to this size are small, with everything that they import and the first screen does not. In bytes. */
const smallBytes = 3_000
/** Modules that pages without a session may share with others. */
const forAllPages = /[\\/]src[\\/](?:ui|lib|auth)[\\/]/

const bytesOf = (ids: readonly string[]) => ids.reduce((sum, id) => sum + statSync(id.replace(/\?.*/, '')).size, 0)

const partsOf = (graph: ModuleGraph) => {
  const alone = closureOfPaths(early, graph)
  const chats = closureOfPaths([steps.shell, steps.chat], graph)
  return { base: contentsOf(steps.base, graph).modules, chats, alone, icons: iconsOf(alone) }
}

let parts: ReturnType<typeof partsOf> | undefined

/**
 * Icons and small modules that several later parts share: one chunk of them for all pages, and one for pages with a
 * session. The bundler would otherwise create a chunk for each, and idle pages would load dozens more files.
 */
export const sharedChunks = {
  name: (id: string, graph: ModuleGraph): string | null => {
    parts ??= partsOf(graph)
    const { base, chats, alone, icons } = parts
    const icon = iconName(id)
    if (icon !== undefined) return icons.has(icon) ? null : 'shared'
    const isPart = (graph.getModuleInfo(id)?.dynamicImporters.length ?? 0) > 0
    if (!isOurs(id) || isPart || alone.has(id) || /[\\/]src[\\/](?:i18n|docs)[\\/]/.test(id)) return null
    const added = [...closureOf([id], graph)].filter((part) => !base.has(part))
    const own = added.filter((part) => !chats.has(part))
    if (bytesOf(own) > smallBytes) return null
    return own.length === added.length && own.every((part) => forAllPages.test(part)) ? 'shared' : 'shared-signed-in'
  },
  debugName: 'shared',
  minShareCount: 2,
}
