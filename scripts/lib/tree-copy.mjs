import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { projectFiles } from '../checks/project-files.mjs'
import { inRoot, root } from './root.mjs'

/** Screenshots and old databases, which the copies don't need. */
const leftOut = /^e2e\/(browser\/looks|operations\/fixtures)\/.*\.(png|gz|tar|dump|sql)$/

/** Caches of tools, which each copy creates itself. */
const kept = /^\.(parley-|vite|cache)/

/**
 * Links the installed packages of one `node_modules` into another: workspace packages as in the checkout, others by
 * path.
 */
const linkModules = (from, to) => {
  mkdirSync(to, { recursive: true })
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name)
    if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), join(to, entry.name))
    else if (entry.name.startsWith('@')) linkModules(source, join(to, entry.name))
    else if (!kept.test(entry.name)) symlinkSync(source, join(to, entry.name))
  }
}

const withModules = () =>
  ['.', 'e2e', 'examples/bot', ...readdirSync(inRoot('packages')).map((name) => `packages/${name}`)].filter((path) =>
    existsSync(inRoot(path, 'node_modules')),
  )

/**
 * Copies the working tree into a new directory and links the installed packages. `[Symbol.dispose]` removes the copy.
 */
export const copyTree = () => {
  const directory = mkdtempSync(join(tmpdir(), 'parley-copy-'))
  for (const path of projectFiles().filter((file) => !leftOut.test(file))) {
    mkdirSync(join(directory, dirname(path)), { recursive: true })
    copyFileSync(join(root, path), join(directory, path))
  }
  for (const path of withModules()) linkModules(inRoot(path, 'node_modules'), join(directory, path, 'node_modules'))
  return { directory, [Symbol.dispose]: () => rmSync(directory, { recursive: true, force: true }) }
}
