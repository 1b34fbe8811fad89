import { isTest } from './project-files.mjs'
import { sourceImports } from './source-imports.mjs'

const graphOf = (keep, imports = sourceImports()) => {
  const graph = new Map()
  for (const found of imports) {
    if (!found.to || !keep(found)) continue
    const targets = graph.get(found.from) ?? []
    targets.push(found.to)
    graph.set(found.from, targets)
  }
  return graph
}

/** For each group of nodes that lead to each other, the first cycle found. */
export const cyclesOf = (graph) => {
  const [done, path, cycles] = [new Set(), [], []]
  const visit = (file) => {
    const at = path.indexOf(file)
    if (at >= 0) cycles.push([...path.slice(at), file])
    if (at >= 0 || done.has(file)) return
    path.push(file)
    for (const next of graph.get(file) ?? []) visit(next)
    path.pop()
    done.add(file)
  }
  for (const file of graph.keys()) visit(file)
  return cycles
}

/**
 * Finds files that import each other in a cycle. `imports` are those of `sourceImports`. Types count, and so do dynamic
 * imports. Only a cycle that needs both is allowed: code that is loaded later takes its props from the file that loads it.
 */
export const cyclesIn = (imports) => {
  const fixed = cyclesOf(graphOf(({ kind }) => kind !== 'lazy', imports))
  const atRunTime = cyclesOf(graphOf(({ kind }) => kind !== 'type', imports))
  const found = [...fixed, ...atRunTime].map((files) => `an import cycle: ${files.join(' → ')}`)
  return [...new Set(found)]
}

/** The files of the project never import each other in a cycle. */
export const importCycles = () => ({ problems: cyclesIn(sourceImports()) })

/** Import paths, followed at run time, from files matching `from` to a specifier matching `what`. */
const waysTo = ({ what, name, from }) => {
  const importers = new Set(
    sourceImports()
      .filter((found) => found.kind !== 'type' && what.test(found.specifier))
      .map((found) => found.from),
  )
  const graph = graphOf((found) => found.kind !== 'type')
  const wayFrom = (file, path, seen) => {
    if (importers.has(file)) return [...path, file, name]
    if (seen.has(file)) return undefined
    seen.add(file)
    for (const next of graph.get(file) ?? []) {
      const way = wayFrom(next, [...path, file], seen)
      if (way) return way
    }
    return undefined
  }
  const starts = [...graph.keys(), ...importers].filter((file) => from.test(file) && !isTest(file))
  const seen = new Set()
  const ways = [...new Set(starts)].map((file) => wayFrom(file, [], seen)).filter(Boolean)
  return ways.map((way) => `${name} is reached at run time: ${way.join(' → ')}`)
}

/**
 * Clients do without zod (15 kB): the SDK and the web client must not import it at run time. Browsers can't load
 * modules of Node, such as those of the SDK's TCP transport.
 */
export const zodFreeClients = () => ({
  problems: [
    ...waysTo({ what: /^zod(\/|$)/, name: 'zod', from: /^packages\/(sdk|web)\/src\// }),
    ...waysTo({ what: /^node:/, name: 'a module of Node', from: /^packages\/(web\/src\/|sdk\/src\/index\.ts)/ }),
  ],
})
