import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { inRoot, root } from './root.mjs'

const filesUnder = (path) => {
  if (!existsSync(path)) return []
  return readdirSync(path, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}

const isFile = (path) => /\.[a-z]+$/.test(path)

/** One hash of files and directories, without tests. A build stores it to identify its sources. */
export const hashOf = (sources) => {
  const hash = createHash('sha256')
  for (const source of sources) {
    const path = inRoot(source)
    const files = isFile(source) ? [path].filter(existsSync) : filesUnder(path)
    for (const file of files) hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}
