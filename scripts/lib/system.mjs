import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const onPath = (name) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .map((directory) => join(directory, name))
    .find((path) => existsSync(path))

/** The Chromium that the browser tests use: `PARLEY_CHROMIUM`, or one that is installed. */
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
 * Chromium's headless shell, which starts and opens pages in two thirds of the time. Most browser tests use it if it is
 * installed. With `PARLEY_CHROMIUM`, all tests use that browser.
 */
export const findHeadlessShell = () => (process.env.PARLEY_CHROMIUM ? undefined : onPath('chromium-headless-shell'))

/** True if the programs of PostgreSQL are installed. Debian keeps them outside the path. */
const hasPostgres = () => {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian) : []
  return (
    versions.some((version) => existsSync(join(debian, version, 'bin', 'initdb'))) || onPath('initdb') !== undefined
  )
}

/** Whether a font for a language is installed; `und-zsye` stands for emoji. */
const hasFontFor = (language) => {
  const list = spawnSync('fc-list', [`:lang=${language}`, 'family'], { encoding: 'utf8' })
  return list.status === 0 && list.stdout.trim() !== ''
}

/** OpenStack Swift is an S3-compatible store. The tests start it themselves. */
const hasSwift = () => existsSync('/usr/lib/python3/dist-packages/swift')

/** Why tests on PostgreSQL are skipped; undefined if it is installed. */
export const noPostgres = () =>
  hasPostgres() ? undefined : 'PostgreSQL is not installed. `npm run setup -- postgres` installs it.'

/** Why tests on an S3-compatible store are skipped; undefined if one is installed. */
export const noSwift = () =>
  hasSwift() ? undefined : 'OpenStack Swift is not installed. `npm run setup -- s3` installs it.'

const startsServices = existsSync('/run/systemd/system')
const isSystemProgram = (name) => onPath(name) !== undefined || existsSync(join('/usr/sbin', name))

/**
 * The programs that tests use: the Debian packages, the parts of the tests that use them, and whether they are
 * installed.
 */
export const programs = [
  { packages: ['chromium'], parts: ['browser'], isHere: () => findChromium() !== undefined },
  // Starts faster than Chromium. Not every system has a package of it, and the tests run without it.
  {
    packages: ['chromium-headless-shell'],
    parts: ['browser'],
    isOptional: true,
    isHere: () => Boolean(process.env.PARLEY_CHROMIUM) || findHeadlessShell() !== undefined,
  },
  { packages: ['fontconfig', 'fonts-noto-cjk'], parts: ['browser'], onLinux: true, isHere: () => hasFontFor('zh') },
  { packages: ['fonts-noto-color-emoji'], parts: ['browser'], onLinux: true, isHere: () => hasFontFor('und-zsye') },
  { packages: ['firefox-esr'], parts: ['browser'], onLinux: true, isHere: () => onPath('firefox-esr') },
  { packages: ['webkit2gtk-driver'], parts: ['browser'], onLinux: true, isHere: () => onPath('WebKitWebDriver') },
  { packages: ['xvfb'], parts: ['browser'], onLinux: true, isHere: () => onPath('Xvfb') },
  { packages: ['postgresql'], parts: ['units', 'postgres', 'e2e', 'scaled'], isHere: hasPostgres },
  { packages: ['python3-swift'], parts: ['units', 's3'], onLinux: true, isHere: hasSwift },
  {
    packages: ['nats-server'],
    parts: ['units', 'e2e', 'scaled'],
    onLinux: true,
    isHere: () => isSystemProgram('nats-server'),
  },
  { packages: ['strace'], parts: ['e2e'], onLinux: true, isHere: () => onPath('strace') },
  { packages: ['netcat-openbsd'], parts: ['e2e'], onLinux: true, isHere: () => onPath('nc') },
  { packages: ['golang-go'], parts: ['e2e'], onLinux: true, isHere: () => onPath('go') },
  // Debian starts these two web servers on their ports after installing them. So install them only where services don't
  // start, as in CI.
  ...['nginx', 'haproxy'].map((name) => ({
    packages: [name],
    parts: ['e2e'],
    onLinux: true,
    isHere: () => startsServices || isSystemProgram(name),
  })),
]

const isLinux = process.platform === 'linux'

/** Programs that the chosen parts need and this machine lacks. */
const lacking = (parts) =>
  programs.filter(
    (program) =>
      program.parts.some((part) => parts.includes(part)) && (isLinux || !program.onLinux) && !program.isHere(),
  )

const packagesOf = (list) => list.flatMap(({ packages }) => packages)
const aptGet = (packages) => `apt-get update && apt-get install -y --no-install-recommends ${packages.join(' ')}`

/** Runs a command as root on Debian. Returns true when it succeeds. */
const runAsRoot = (command) =>
  spawnSync('sh', ['-c', command], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  }).status === 0

const mayInstall = () => isLinux && onPath('apt-get') !== undefined && process.getuid?.() === 0

/**
 * Installs the programs that the chosen parts of the tests need and this machine lacks. It does so only as root on
 * Debian; elsewhere it prints the command. It never fails: tests that lack a program are skipped and say why.
 */
export const setUp = ({ parts, find = lacking, isAllowed = mayInstall(), install = runAsRoot, say = console.log }) => {
  const required = () => packagesOf(find(parts).filter(({ isOptional }) => !isOptional))
  const optional = () => packagesOf(find(parts).filter(({ isOptional }) => isOptional))
  if (isAllowed && required().length > 0) {
    say(`Installing ${required().join(', ')} for the tests (${parts.join(', ')}) …`)
    if (!install(aptGet(required()))) say('The installation failed.')
  }
  if (isAllowed && optional().length > 0) {
    say(`Installing ${optional().join(', ')}, which makes the tests faster …`)
    if (!install(`(${aptGet(optional())}) 2>/dev/null`))
      say('No such package is available here. The tests run without it.')
  }
  const missing = required()
  if (missing.length === 0) return say(`Every program that the tests need is installed (${parts.join(', ')}).`)
  say(`Some tests need ${missing.join(', ')}. On Debian and Ubuntu: sudo sh -c '${aptGet(missing)}'`)
  if (missing.includes('chromium')) say('On other systems, install Chromium and set PARLEY_CHROMIUM to its path.')
}
