/**
 * How good a password is, for the server's rule and for the meter in the client. No zod here, because the web client
 * uses this file at run time.
 */
import { commonPasswords } from './common-passwords'
import { limits } from './limits'

/** Why a password is refused. */
export type PasswordWeakness = 'too_short' | 'common' | 'holds_username' | 'repetitive'

export interface PasswordStrength {
  /** 0 and 1 are refused. 2 is enough, 3 good, 4 very good. */
  readonly score: 0 | 1 | 2 | 3 | 4
  readonly reason: PasswordWeakness | undefined
}

/** The fewest characters of a password that don't follow from the ones before. */
const minNovelChars = 7
const goodBits = 60
const veryGoodBits = 80

/** Judges a password for the account named `username`, which may be empty while it isn't typed yet. */
export const passwordStrength = (password: string, username: string): PasswordStrength => {
  const reason = weakness(password, username)
  if (reason) return { score: reason === 'too_short' ? 0 : 1, reason }
  const bits = novelChars(password) * Math.log2(alphabetSize(password))
  return { score: bits >= veryGoodBits ? 4 : bits >= goodBits ? 3 : 2, reason: undefined }
}

const weakness = (password: string, username: string): PasswordWeakness | undefined => {
  if ([...password].length < limits.passwordMinChars) return 'too_short'
  const lower = password.toLowerCase()
  const name = username.trim().toLowerCase()
  if (name.length >= limits.usernameMinChars && lower.includes(name)) return 'holds_username'
  if (isCommon(lower)) return 'common'
  return novelChars(lower) < minNovelChars ? 'repetitive' : undefined
}

const unleeted: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
  '!': 'i',
}

/**
 * Whether a word is in the list: as it is, without surrounding digits and punctuation, or with letters in place of
 * look-alikes.
 */
const isCommon = (lower: string): boolean => {
  const bare = lower.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  return [lower, lower.replace(/\P{L}+$/u, ''), bare, unleet(lower), unleet(bare)].some((form) =>
    commonPasswords.has(form),
  )
}

const unleet = (text: string): string => text.replace(/[013457@$!]/g, (sign) => unleeted[sign] ?? sign)

/** Counts the characters that neither continue a run or sequence (`aaa`, `1234`, `fedc`) nor repeat three earlier characters. */
const novelChars = (password: string): number => {
  const codes = [...password].map((char) => char.codePointAt(0) ?? 0)
  const seen = new Set<string>()
  let novel = 0
  let lastStep: number | undefined
  codes.forEach((code, at) => {
    const step = at === 0 ? undefined : code - (codes[at - 1] ?? 0)
    const goesOn = step !== undefined && step === lastStep && Math.abs(step) <= 1
    const three = at < 2 ? undefined : codes.slice(at - 2, at + 1).join()
    if (!goesOn && !(three && seen.has(three))) novel++
    if (three) seen.add(three)
    lastStep = step
  })
  return novel
}

const alphabetSize = (password: string): number =>
  (/\p{Ll}/u.test(password) ? 26 : 0) +
  (/\p{Lu}/u.test(password) ? 26 : 0) +
  (/\d/.test(password) ? 10 : 0) +
  (/[^\p{L}\d]/u.test(password) ? 33 : 0) +
  (/\p{Lo}/u.test(password) ? 2_000 : 0)
