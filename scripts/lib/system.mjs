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

/**
 * The same browser without its windows, which starts and opens pages in two thirds of the time: most browser tests drive it
 * where it is. Whoever names a Chromium of their own gets all tests in that one.
 */
export const findHeadlessShell = () => (process.env.PARLEY_CHROMIUM ? undefined : onPath('chromium-headless-shell'))

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

/** OpenStack Swift is a store that speaks S3; the tests start it themselves. */
const hasSwift = () => existsSync('/usr/lib/python3/dist-packages/swift')

/** Where Swift is missing, why something is left out. */
export const noSwift = () =>
  hasSwift() ? undefined : 'OpenStack Swift is not installed; on Debian and Ubuntu: sudo apt-get install python3-swift'

/** Web servers that Debian would start on their ports as soon as they are installed: only where nothing starts services, as in CI. */
const proxies = ['nginx', 'haproxy']
const startsServices = existsSync('/run/systemd/system')
const isSystemProgram = (name) => onPath(name) !== undefined || existsSync(join('/usr/sbin', name))

/** What the tests want from the system, as Debian packages. */
const wanted = () => {
  const packages = []
  if (!findChromium()) packages.push('chromium')
  if (process.platform === 'linux' && !hasChineseFont()) packages.push('fontconfig', 'fonts-noto-cjk')
  if (process.platform === 'linux' && !onPath('strace')) packages.push('strace')
  if (process.platform === 'linux' && !onPath('nats-server')) packages.push('nats-server')
  if (process.platform === 'linux' && !onPath('nc')) packages.push('netcat-openbsd')
  if (process.platform === 'linux' && !onPath('go')) packages.push('golang-go')
  if (!hasPostgres()) packages.push('postgresql')
  if (process.platform === 'linux' && !hasSwift()) packages.push('python3-swift')
  if (process.platform === 'linux' && !startsServices)
    packages.push(...proxies.filter((name) => !isSystemProgram(name)))
  return packages
}

const aptGet = (packages) => `apt-get install -y --no-install-recommends ${packages.join(' ')}`

/** Runs a command as root on Debian. Answers whether it was done. */
const runAsRoot = (command, stdio) =>
  spawnSync('sh', ['-c', command], { stdio, env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0

/**
 * Installs what the tests want and the system lacks, where that is allowed (Debian, root); elsewhere prints the
 * command. Nothing here fails: tests that lack something are skipped and say so.
 */
export const provideSystemPackages = () => {
  const packages = wanted()
  const isDebian = process.platform === 'linux' && onPath('apt-get') !== undefined
  const mayInstall = isDebian && process.getuid?.() === 0
  const install = `apt-get update && ${aptGet(packages)}`
  if (packages.length > 0 && mayInstall) {
    console.log(`Installing what the tests need: ${packages.join(', ')} …`)
    if (!runAsRoot(install, ['ignore', 'ignore', 'inherit'])) console.log('That did not work.')
  }
  // Not every system that has Chromium has it by itself, and none needs it.
  const shell = aptGet(['chromium-headless-shell'])
  if (mayInstall && findChromium() && !onPath('chromium-headless-shell'))
    runAsRoot(`${shell} || (apt-get update && ${shell})`, 'ignore')
  const missing = wanted()
  if (missing.length === 0) return
  console.log(`Some tests need ${missing.join(', ')}. On Debian and Ubuntu: sudo sh -c '${install}'`)
  if (missing.includes('chromium')) console.log('Elsewhere install Chromium and set PARLEY_CHROMIUM to its path.')
}
