/**
 * Writes the file common-passwords.ts of packages/protocol from the ranked list of @zxcvbn-ts/language-common. Sign-up
 * refuses passwords under ten characters anyway. The list keeps only the most common passwords of eight and nine
 * characters, because people lengthen those with a few digits.
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
 * Passwords that are common in leaks, in lower case. From @zxcvbn-ts/language-common (MIT licence, Copyright (c) 2012-2016
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
