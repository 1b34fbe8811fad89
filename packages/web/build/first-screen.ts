import { closureOfPaths, iconName, iconsOf, type ModuleGraph } from './module-graph.ts'

/** The steps of a start with a session, each with its entry point. A later step omits modules of earlier ones. */
export const steps = { base: 'main.tsx', shell: 'shell/shell.tsx', chat: 'chat/index.ts' } as const
/** A start without a session loads the first step, and this. The settings share some of it. */
const signIn = 'auth/sign-in-page.tsx'

const common = (one: ReadonlySet<string>, other: ReadonlySet<string>) => [...one].filter((item) => other.has(item))

/** The modules and icons of a step. Those that sign-in shares with the chats are in the first one. */
export const contentsOf = (start: string, graph: ModuleGraph) => {
  const modules = closureOfPaths([start], graph)
  if (start !== steps.base) return { modules, icons: iconsOf(modules) }
  const chats = closureOfPaths([steps.shell, steps.chat], graph)
  const entry = closureOfPaths([signIn], graph)
  return {
    modules: new Set([...modules, ...common(entry, chats)]),
    icons: new Set([...iconsOf(modules), ...common(iconsOf(entry), iconsOf(chats))]),
  }
}

/**
 * One chunk for each step of a start. The bundler would otherwise create dozens of small chunks for modules that later
 * parts share. Modules of two steps are in the earlier one.
 */
export const firstScreenChunks = Object.entries({ ...steps, auth: signIn }).map(([step, start], at) => {
  let contents: ReturnType<typeof contentsOf> | undefined
  return {
    name: (id: string, graph: ModuleGraph): string | null => {
      contents ??= contentsOf(start, graph)
      return contents.modules.has(id) || contents.icons.has(iconName(id) ?? '') ? step : null
    },
    debugName: step,
    priority: 5 - at,
  }
})
