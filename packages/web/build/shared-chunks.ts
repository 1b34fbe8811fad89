import { statSync } from 'node:fs'
import { contentsOf, steps } from './first-screen.ts'
import { closureOf, closureOfPaths, iconName, iconsOf, isOurs, type ModuleGraph } from './module-graph.ts'

/** Parts of the list that a first screen may show. They are one chunk, and share nothing with later parts. */
const ofList = ['list/start-actions.tsx', 'list/first-steps.tsx', 'list/no-chats.tsx', 'list/found-outside.tsx']
/** A part of the first messages, which loads by itself. */
const ofMessages = ['markdown/formatted.ts']
/** Modules up to this size are small, with everything that they import and the first screen does not. In bytes. */
const smallBytes = 3_000
/** Modules that pages without a session may share with others. */
const forAllPages = /[\\/]src[\\/](?:ui|lib|auth)[\\/]/

const bytesOf = (ids: readonly string[]) => ids.reduce((sum, id) => sum + statSync(id.replace(/\?.*/, '')).size, 0)

const partsOf = (graph: ModuleGraph) => {
  const list = closureOfPaths(ofList, graph)
  const messages = closureOfPaths(ofMessages, graph)
  const chats = closureOfPaths([steps.shell, steps.chat], graph)
  return { base: contentsOf(steps.base, graph).modules, chats, list, messages, icons: iconsOf(list) }
}

let parts: ReturnType<typeof partsOf> | undefined

/**
 * Icons and small modules that several later parts share: one chunk of them for all pages, and one for pages with a
 * session. The bundler would otherwise create a chunk for each, and idle pages would load dozens more files.
 */
export const sharedChunks = {
  name: (id: string, graph: ModuleGraph): string | null => {
    parts ??= partsOf(graph)
    const { base, chats, list, messages, icons } = parts
    const icon = iconName(id)
    if (icon !== undefined) return icons.has(icon) ? null : 'shared'
    const isPart = (graph.getModuleInfo(id)?.dynamicImporters.length ?? 0) > 0
    const isElsewhere = list.has(id) || messages.has(id) || /[\\/]src[\\/](?:i18n|docs)[\\/]/.test(id)
    if (!isOurs(id) || isPart || isElsewhere) return null
    const added = [...closureOf([id], graph)].filter((part) => !base.has(part))
    const own = added.filter((part) => !chats.has(part))
    if (bytesOf(own) > smallBytes) return null
    return own.length === added.length && own.every((part) => forAllPages.test(part)) ? 'shared' : 'shared-signed-in'
  },
  debugName: 'shared',
  minShareCount: 2,
}

/** The parts of the list with the icons that only they use. */
export const listChunk = {
  name: (id: string, graph: ModuleGraph): string | null => {
    parts ??= partsOf(graph)
    return parts.list.has(id) || parts.icons.has(iconName(id) ?? '') ? 'list-parts' : null
  },
  debugName: 'list-parts',
}
