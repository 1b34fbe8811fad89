import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { inRoot, root } from '../lib/root.mjs'

/** Files ignored by .gitignore, for copies without git. */
const leftOut = /(^|\/)(node_modules|dist|\.git)\/|^data\/|^e2e\/(screens|results)\/|\.(log|cpuprofile)$|^parley\.toml$/

const listed = () => {
  const git = spawnSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  if (git.status === 0) return git.stdout.split('\n')
  const entries = readdirSync(root, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(root, join(entry.parentPath, entry.name)))
    .filter((path) => !leftOut.test(path))
}

let files

/** Every file that is committed or would be, as a path from the root. */
export const projectFiles = () => {
  files ??= listed()
    .filter((path) => path !== '' && existsSync(inRoot(path)))
    .sort()
  return files
}

const texts = new Map()

/** The text of a project file, cached. */
export const textOf = (path) => {
  const text = texts.get(path) ?? readFileSync(inRoot(path), 'utf8')
  texts.set(path, text)
  return text
}

export const isCode = (path) => /\.(ts|tsx|mts|mjs|js)$/.test(path)
export const isTest = (path) => /\.(test|spec)\.(tsx?|mjs)$/.test(path)

/** The line number of an offset in a text, from 1. */
export const lineAt = (text, offset) => text.slice(0, offset).split('\n').length
