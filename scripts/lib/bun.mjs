import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { inRoot, root } from './root.mjs'

/** The Bun that this checkout pins as an npm dependency. The name ends in `.exe` on every system. */
export const bunPath = inRoot('node_modules', 'bun', 'bin', 'bun.exe')

const works = () => spawnSync(bunPath, ['--version'], { stdio: 'ignore' }).status === 0

/** Prints a sentence that says what to do, and ends the process. */
export const stop = (sentence) => {
  console.error(sentence)
  process.exit(1)
}

/** Ends the process if Node is older than package.json requires. */
export const requireNode = () => {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19))
    stop(
      `Parley needs Node 20.19 or newer, and this is ${process.versions.node}. Install a newer version from https://nodejs.org.`,
    )
}

/** Ends the process if the path of the checkout contains # or ?, which Vite and Bun read as parts of a URL. */
export const requireBuildableRoot = () => {
  if (/[#?]/.test(root))
    stop(`Parley can't be built in ${root}, because # and ? have a meaning in URLs. Move it to a path without them.`)
}

/**
 * Ends the process unless the dependencies are installed and Bun runs. If npm skipped Bun's install script, it runs
 * here.
 */
export const requireBun = () => {
  if (!existsSync(inRoot('node_modules', 'bun', 'package.json')))
    stop('The dependencies are not installed yet: run `npm install` first.')
  if (works()) return
  console.log('Setting up Bun, the runtime of the server …')
  spawnSync(process.execPath, [inRoot('node_modules', 'bun', 'install.js')], { stdio: 'inherit' })
  if (!works()) stop('Bun does not run on this machine. Run `npm install --foreground-scripts` and read its output.')
}
