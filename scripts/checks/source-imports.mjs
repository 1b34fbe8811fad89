import { posix } from 'node:path'
import { isCode, lineAt, projectFiles, textOf } from './project-files.mjs'

/**
 * The path of a workspace package's export, without the file extension. Without an `exports` field, any file of the
 * package may be imported.
 */
const exported = (name, subpath) => {
  const { exports } = JSON.parse(textOf(`packages/${name}/package.json`))
  if (!exports) return subpath && `packages/${name}/${subpath}`
  const target = exports[subpath ? `./${subpath}` : '.'] ?? exports['./*']?.replace('*', subpath)
  return target && `packages/${name}/${target.replace(/^\.\//, '').replace(/\.tsx?$/, '')}`
}

const statement = /^[ \t]*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+?\s*from\s*)?['"]([^'"\n]+)['"]/gm
const call = /(await\s+|typeof\s+)?\bimport\(\s*['"]([^'"\n]+)['"]\s*\)(\.[A-Z])?/g

/** All imports of a source text: the specifier, its line, and whether the import exists at run time. */
export const importsIn = (text) => {
  const found = []
  for (const match of text.matchAll(statement))
    found.push({ specifier: match[2], line: lineAt(text, match.index), kind: match[1] ? 'type' : 'run' })
  for (const match of text.matchAll(call)) {
    const isType = match[1]?.startsWith('typeof') || (match[3] && !match[1])
    found.push({ specifier: match[2], line: lineAt(text, match.index), kind: isType ? 'type' : 'lazy' })
  }
  return found
}

const resolver = (files) => {
  const known = new Set(files)
  const asFile = (path) =>
    [path, `${path}.ts`, `${path}.tsx`, `${path}/index.ts`, `${path}/index.tsx`].find((candidate) =>
      known.has(candidate),
    )
  return (from, specifier) => {
    const [bare] = specifier.split('?')
    if (bare.startsWith('.')) return asFile(posix.normalize(posix.join(posix.dirname(from), bare)))
    const workspace = /^@parley\/([a-z0-9-]+)(?:\/(.+))?$/.exec(bare)
    const path = workspace && known.has(`packages/${workspace[1]}/package.json`) && exported(workspace[1], workspace[2])
    return path ? asFile(path) : undefined
  }
}

let all

/**
 * Every import of every source file. `from` and `to` are paths from the root; `to` is undefined for external packages.
 * `kind` is `run`, `lazy` (a dynamic import) or `type` (removed at run time).
 */
export const sourceImports = () => {
  if (all) return all
  const files = projectFiles()
  const resolve = resolver(files)
  all = files
    .filter(isCode)
    .flatMap((from) => importsIn(textOf(from)).map((found) => ({ ...found, from, to: resolve(from, found.specifier) })))
  return all
}
