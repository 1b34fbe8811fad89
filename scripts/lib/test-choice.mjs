import { relative, resolve } from 'node:path'
import { root } from './root.mjs'

/** The parts of the tests, each run by `npm test -- <part>`. */
export const testParts = ['units', 'postgres', 's3', 'scripts', 'e2e', 'scaled', 'browser']

/** The parts that a path alone selects. The other parts run the same files again on other engines. */
const firstParts = ['units', 'scripts', 'e2e', 'browser']

/** Options of Bun's and Playwright's test runners whose value is the next argument. */
const withValue = new Set(
  [
    ['-t', '--test-name-pattern', '-g', '--grep', '--grep-invert', '--repeat-each', '--rerun-each', '--workers', '-j'],
    ['--retries', '--timeout', '--project', '--seed', '--shard', '--max-failures', '--trace', '--preload', '-r'],
  ].flat(),
)

const split = (args) => {
  const words = []
  const options = []
  for (const [at, arg] of args.entries()) {
    const isWord = !arg.startsWith('-') && !withValue.has(args[at - 1])
    if (isWord) words.push(arg)
    else options.push(arg)
  }
  return { words, options }
}

const lineSuffix = /:\d+$/
const fromRoot = (word) => relative(root, resolve(root, word.replace(lineSuffix, '')))

const isUnder = (file, path) => path === '' || file === path || file.startsWith(`${path}/`)

/**
 * The files that a word selects. A path selects itself and everything below it; another word selects every file with it
 * in its path.
 */
const selectedBy = (word, files) => {
  const path = fromRoot(word)
  const exact = files.filter((file) => isUnder(file, path))
  const found = exact.length > 0 ? exact : files.filter((file) => file.includes(word.replace(lineSuffix, '')))
  const line = lineSuffix.exec(word)?.[0] ?? ''
  return found.map((file) => `${file}${line}`)
}

const inPart = (part, words, files) => {
  const selected = words.flatMap((word) => {
    const found = selectedBy(word, files)
    if (found.length === 0) throw new Error(`No test file of the part "${part}" has "${word}" in its path.`)
    return found
  })
  return [...new Set(selected)]
}

const usage = `Name a part (${testParts.join(', ')}), a path, or neither to run everything:
  npm test -- units -t "a name"
  npm test -- packages/sdk/src/client.test.ts
  npm test -- browser e2e/browser/shell.test.ts --repeat-each 3`

/**
 * Parses the arguments of `npm test`: `[part] [path …] [options for the runner]`. Returns the chosen parts with their
 * files (undefined: all) and the options. Without arguments that is undefined, for everything. Throws an error that
 * explains the usage.
 * @param filesOf lists the test files of a part
 */
export const chosenTests = (args, filesOf) => {
  if (args.length === 0) return undefined
  const { words, options } = split(args)
  const [first, ...rest] = words
  if (first === undefined) throw new Error(usage)
  if (testParts.includes(first))
    return [{ part: first, files: rest.length > 0 ? inPart(first, rest, filesOf(first)) : undefined, options }]
  const filesByPart = firstParts.map((part) => ({ part, all: filesOf(part) }))
  for (const word of words)
    if (!filesByPart.some(({ all }) => all.some((file) => isUnder(file, fromRoot(word)))))
      throw new Error(`"${word}" is neither a part nor the path of a test. ${usage}`)
  return filesByPart
    .map(({ part, all }) => {
      const own = words.filter((word) => all.some((file) => isUnder(file, fromRoot(word))))
      return { part, files: inPart(part, own, all), options }
    })
    .filter(({ files }) => files.length > 0)
}

/** The options for Playwright, which uses another name for `-t`. */
export const playwrightOptions = (options) =>
  options.map((option) => (['-t', '--test-name-pattern'].includes(option) ? '--grep' : option))
