import { isCode, isTest, lineAt, projectFiles, textOf } from './project-files.mjs'

/** The offset of the parenthesis that `close` closes; -1 without one. */
const openingOf = (text, close) => {
  let depth = 0
  for (let at = close; at >= 0; at--) {
    if (text[at] === ')') depth++
    if (text[at] === '(' && --depth === 0) return at
  }
  return -1
}

/** True if the code before an expectation uses its promise: it awaits it, returns it, or passes it on. */
const isUsed = (before) => /(\bawait|\breturn|\bvoid|=>|[([,=?:]|\.\.\.)$/.test(before.trimEnd())

/**
 * Offsets of expectations about a promise that isn't awaited. Such an expectation may fail after the test has ended.
 */
export const floatingExpectations = (text) =>
  [...text.matchAll(/\)\s*\.(?:rejects|resolves)\b/g)].flatMap(({ index }) => {
    const open = openingOf(text, index)
    const before = text.slice(0, open)
    return /\bexpect$/.test(before) && !isUsed(before.slice(0, -'expect'.length)) ? [open - 'expect'.length] : []
  })

const sleeping = String.raw`await\s+(?:Promise\.race\(\[[^\n]*)?(?:\w+\.)?[sS]leep\(`
const endless = new RegExp(String.raw`\bwhile \([^\n]*\)\s*(?:${sleeping}|\{\s*${sleeping}[^\n]*\n\s*\})`, 'g')

/** Offsets of loops that only sleep until a condition holds, without a limit. */
export const endlessWaits = (text) => [...text.matchAll(endless)].map(({ index }) => index)

/** Files that may wait: tests, and code that tests share. */
const waits = (path) => isTest(path) || path.startsWith('e2e/') || path.includes('/src/testing/')
/** The wait with a limit, and the test of this check, which contains examples. */
const leftOut = ['packages/server/src/testing/eventually.ts', 'scripts/checks/weak-tests.test.mjs']

/** Finds tests that cannot fail, and waits that never end. */
export const weakTests = () => {
  const files = projectFiles().filter((path) => isCode(path) && !leftOut.includes(path))
  const found = (paths, offsets, what) =>
    paths.flatMap((path) => offsets(textOf(path)).map((at) => `${path}:${lineAt(textOf(path), at)} ${what}`))
  return {
    problems: [
      ...found(
        files.filter(isTest),
        floatingExpectations,
        "an expectation that isn't awaited cannot fail: put `await` before it",
      ),
      ...found(
        files.filter(waits),
        endlessWaits,
        'a wait without a limit: use `eventually`, which fails after some minutes',
      ),
    ],
  }
}
