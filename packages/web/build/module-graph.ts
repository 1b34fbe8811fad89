import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The bundler's information about a module. */
export interface ModuleGraph {
  getModuleInfo(
    id: string,
  ): { readonly importedIds: readonly string[]; readonly dynamicImporters: readonly string[] } | null
}

const source = fileURLToPath(new URL('../src/', import.meta.url))

export const isOurs = (id: string): boolean => id.startsWith(source)

/** The client's modules that some modules import, including themselves. */
export const closureOf = (starts: readonly string[], graph: ModuleGraph): ReadonlySet<string> => {
  const found = new Set<string>()
  const visit = (id: string) => {
    if (found.has(id) || !isOurs(id)) return
    found.add(id)
    for (const next of graph.getModuleInfo(id)?.importedIds ?? []) visit(next)
  }
  for (const start of starts) visit(start)
  return found
}

/** The same for paths below `src`. */
export const closureOfPaths = (paths: readonly string[], graph: ModuleGraph): ReadonlySet<string> =>
  closureOf(
    paths.map((path) => join(source, path)),
    graph,
  )

/** The file names of the icons that modules use, without extension. The bundler tells only that `lucide-react` does. */
export const iconsOf = (modules: ReadonlySet<string>): ReadonlySet<string> => {
  const names = [...modules]
    .filter((id) => /\.tsx?$/.test(id))
    .flatMap((id) => /import \{([^}]*)\} from 'lucide-react'/.exec(readFileSync(id, 'utf8'))?.[1]?.split(',') ?? [])
  return new Set(
    names.map((name) =>
      name
        .trim()
        .replace(/ as .*/, '')
        .replace(/(?<=[a-z])(?=[A-Z\d])/g, '-')
        .toLowerCase(),
    ),
  )
}

/** The name of an icon's module. Undefined for other modules. */
export const iconName = (id: string): string | undefined =>
  /[\\/]lucide-react[\\/].*[\\/]icons[\\/]([\w-]+)\.\w+$/.exec(id)?.[1]
