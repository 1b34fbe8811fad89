/**
 * Writes packages/protocol/src/common-passwords.ts from the ranked list of @zxcvbn-ts/language-common.
 * Registration refuses passwords under ten characters anyway; those of eight and nine are kept only from the top of the
 * list, because people lengthen them with a few digits.
 */
import { writeFileSync } from 'node:fs'
import passwords from '@zxcvbn-ts/language-common/dist/passwords.json.mjs'

const stemRanks = 10_000
const kept = passwords.filter((password, rank) => password.length >= (rank < stemRanks ? 8 : 10))

const lines = []
let line = ''
for (const password of kept) {
  if (line.length + password.length > 1_000) {
    lines.push(line)
    line = ''
  }
  line += line === '' ? password : ` ${password}`
}
lines.push(line)

const source = `/**
 * Passwords that leaks are full of, in lower case: from @zxcvbn-ts/language-common (MIT licence, Copyright (c) 2012-2016
 * Dan Wheeler and Dropbox, Inc., Copyright (c) 2021 @zxcvbn-ts) by scripts/generate-common-passwords.mjs.
 */
export const commonPasswords: ReadonlySet<string> = new Set(
  \`
${lines.join('\n')}
\`
    .trim()
    .split(/\\s/),
)
`
writeFileSync(new URL('../packages/protocol/src/common-passwords.ts', import.meta.url), source)
