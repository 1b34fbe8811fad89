import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const onPath = (name) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((directory) => join(directory, name))
    .find((path) => existsSync(path))

/** The Chromium that the browser tests drive: `PARLEY_CHROMIUM`, or one that the system has. */
export const findChromium = () => {
  const named = process.env.PARLEY_CHROMIUM
  if (named) return existsSync(named) ? named : undefined
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']) {
    const path = onPath(name)
    if (path) return path
  }
  return undefined
}

/** Whether the programs of PostgreSQL are here; Debian keeps them off the path. */
const hasPostgres = () => {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian) : []
  return (
    versions.some((version) => existsSync(join(debian, version, 'bin', 'initdb'))) || onPath('initdb') !== undefined
  )
}

const hasChineseFont = () => {
  const list = spawnSync('fc-list', [':lang=zh', 'family'], { encoding: 'utf8' })
  return list.status === 0 && list.stdout.trim() !== ''
}

/** Where PostgreSQL is missing, why something is left out. */
export const noPostgres = () =>
  hasPostgres() ? undefined : 'PostgreSQL is not installed; on Debian and Ubuntu: sudo apt-get install postgresql'

/** What the tests want from the system, as Debian packages. */
const wanted = () => {
  const packages = []
  if (!findChromium()) packages.push('chromium')
  if (process.platform === 'linux' && !hasChineseFont()) packages.push('fontconfig', 'fonts-noto-cjk')
  if (process.platform === 'linux' && !onPath('strace')) packages.push('strace')
  if (process.platform === 'linux' && !onPath('nats-server')) packages.push('nats-server')
  if (process.platform === 'linux' && !onPath('nc')) packages.push('netcat-openbsd')
  if (!hasPostgres()) packages.push('postgresql')
  return packages
}

/**
 * Installs what the tests want and the system lacks, where that is allowed (Debian, root); elsewhere prints the
 * command. Nothing here fails: tests that lack something are skipped and say so.
 */
export const provideSystemPackages = () => {
  const packages = wanted()
  if (packages.length === 0) return
  const install = `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`
  if (process.platform === 'linux' && onPath('apt-get') && process.getuid?.() === 0) {
    console.log(`Installing what the tests need: ${packages.join(', ')} …`)
    const run = spawnSync('sh', ['-c', install], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
    if (run.status === 0) return
    console.log('That did not work.')
  }
  console.log(`Some tests need ${packages.join(', ')}. On Debian and Ubuntu: sudo sh -c '${install}'`)
  if (packages.includes('chromium')) console.log('Elsewhere install Chromium and set PARLEY_CHROMIUM to its path.')
}
