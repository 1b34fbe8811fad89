import { limits } from '@parley/protocol'
import { normalized } from '@parley/protocol/normalize'

/** Crockford's Base32: without letters that look like others. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
/** 80 random bits. They can't be guessed, so that a fast hash suffices and no limit of tries locks the owner out. */
const CODE_CHARS = 16

const newCode = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(CODE_CHARS)), (byte) => alphabet[byte % alphabet.length]).join('')

/** New recovery codes, in groups of four characters. */
export const newRecoveryCodes = (): string[] =>
  Array.from({ length: limits.secondFactorRecoveryCodes }, () => newCode().replace(/.{4}(?=.)/g, '$&-'))

/** A typed code without spaces and hyphens, with the letters that Crockford reads as digits. */
export const plainCode = (typed: string): string =>
  normalized(typed, 'NFKC')
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
