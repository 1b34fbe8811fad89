import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The bundler's information about a module. */
interface ModuleGraph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null
}

/** The steps of a start with a session, each with its entry point. A later step omits modules of earlier ones. */
const steps = { base: 'main.tsx', shell: 'shell/shell.tsx', chat: 'chat/index.ts' } as const
/** A start without a session loads the first step, and this. The settings share some of it. */
const signIn = 'auth/sign-in-page.tsx'
/** Icons that only a start without a session needs. */
const signInIcons = /[\\/]lucide-react[\\/].*[\\/](eye|eye-off)\.\w+$/
/**
 * Icons that both need. The bundler doesn't tell which module uses an icon. The test of A9 fails if one is missing
 * here.
 */
const sharedIcons = /[\\/]lucide-react[\\/].*[\\/](shield-check)\.\w+$/

const source = fileURLToPath(new URL('../src/', import.meta.url))

const isOurs = (id: string): boolean => id.startsWith(source)

/** The client's modules that a module imports, including itself. */
const closureOf = (start: string, graph: ModuleGraph): ReadonlySet<string> => {
  const found = new Set<string>()
  const visit = (id: string) => {
    if (found.has(id) || !isOurs(id)) return
    found.add(id)
    for (const next of graph.getModuleInfo(id)?.importedIds ?? []) visit(next)
  }
  visit(start)
  return found
}

/** The modules of a step. Modules that sign-in shares with the chats are in the first one. */
const modulesOf = (start: string, graph: ModuleGraph): ReadonlySet<string> => {
  const of = (path: string) => closureOf(join(source, path), graph)
  if (start !== steps.base) return of(start)
  const chats = new Set([...of(steps.shell), ...of(steps.chat)])
  return new Set([...of(steps.base), ...[...of(signIn)].filter((id) => chats.has(id))])
}

/**
 * One chunk for each step of a start. The bundler would otherwise create dozens of small chunks for modules that later
 * parts share. Modules of two steps are in the earlier one.
 */
export const firstScreenChunks = Object.entries({ ...steps, auth: signIn }).map(([step, start], at) => {
  let modules: ReadonlySet<string> | undefined
  return {
    name: (id: string, graph: ModuleGraph): string | null => {
      modules ??= modulesOf(start, graph)
      const icons = { base: sharedIcons, auth: signInIcons }[step]
      return modules.has(id) || icons?.test(id) ? step : null
    },
    debugName: step,
    priority: 3 - at,
  }
})
