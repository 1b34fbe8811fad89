import { isCode, isTest, lineAt, projectFiles, textOf } from './project-files.mjs'

/** Where the parenthesis that closes at `close` was opened; -1 when it was not. */
const openingOf = (text, close) => {
  let depth = 0
  for (let at = close; at >= 0; at--) {
    if (text[at] === ')') depth++
    if (text[at] === '(' && --depth === 0) return at
  }
  return -1
}

/** What may stand before an expectation that is handed on: to `await`, to who called, or to what waits for many. */
const isHandedOn = (before) => /(\bawait|\breturn|\bvoid|=>|[([,=?:]|\.\.\.)$/.test(before.trimEnd())

/** Offsets of expectations about a promise that nothing waits for: they hold or fail after the test is over. */
export const floatingExpectations = (text) =>
  [...text.matchAll(/\)\s*\.(?:rejects|resolves)\b/g)].flatMap(({ index }) => {
    const open = openingOf(text, index)
    const before = text.slice(0, open)
    return /\bexpect$/.test(before) && !isHandedOn(before.slice(0, -'expect'.length)) ? [open - 'expect'.length] : []
  })

const sleeping = String.raw`await\s+(?:Promise\.race\(\[[^\n]*)?(?:\w+\.)?[sS]leep\(`
const endless = new RegExp(String.raw`\bwhile \([^\n]*\)\s*(?:${sleeping}|\{\s*${sleeping}[^\n]*\n\s*\})`, 'g')

/** Offsets of loops that do nothing but sleep until something is so, and have no other end. */
export const endlessWaits = (text) => [...text.matchAll(endless)].map(({ index }) => index)

/** Where tests wait: their own files, and what they share. */
const waits = (path) => isTest(path) || path.startsWith('e2e/') || path.includes('/src/testing/')
/** The wait that has a limit, and the test of this check, which holds examples. */
const leftOut = ['packages/server/src/testing/eventually.ts', 'scripts/checks/weak-tests.test.mjs']

/** Tests that cannot fail, or hang where they should. */
export const weakTests = () => {
  const files = projectFiles().filter((path) => isCode(path) && !leftOut.includes(path))
  const found = (paths, offsets, what) =>
    paths.flatMap((path) => offsets(textOf(path)).map((at) => `${path}:${lineAt(textOf(path), at)} ${what}`))
  return {
    problems: [
      ...found(
        files.filter(isTest),
        floatingExpectations,
        'an expectation that nobody awaits cannot fail: put `await` before it',
      ),
      ...found(
        files.filter(waits),
        endlessWaits,
        'a wait without an end: use `eventually`, which fails after some minutes',
      ),
    ],
  }
}
