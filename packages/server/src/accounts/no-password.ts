import { hashSecretHex, newSecret } from '../lib/secret'

const PROOF_BYTES = 32
/** How long an owner’s proof works in place of a password. */
const PROOF_MS = 10 * 60_000

/** Begins the stored form of an account without a password. No hash begins like this. */
const noPassword = 'none:'

/**
 * The stored form of an account without a password. Its random part changes with each proof, as a hash changes with each
 * password, so that everything that depends on the former one becomes void.
 */
export const withoutPassword = (): string => `${noPassword}${newSecret(16)}`

/** Whether an account has a password. */
export const hasPassword = (stored: string): boolean => !stored.startsWith(noPassword)

/** Separates a password’s hash from the proof beside it. No hash has this character. */
const beside = ' '

/** The hash of an account’s password, without a proof beside it. */
export const passwordIn = (stored: string): string => stored.split(beside, 1)[0] ?? ''

/** A secret that takes the place of the password of an account, and what to store for it. The password itself stays. */
export const newProof = (stored: string, nowMs: number): { readonly proof: string; readonly stored: string } => {
  const proof = newSecret(PROOF_BYTES)
  const kept = hasPassword(stored) ? `${passwordIn(stored)}${beside}` : noPassword
  return { proof, stored: `${kept}${nowMs + PROOF_MS}:${hashSecretHex(proof)}` }
}

/** Whether a text is the proof of an account. */
export const isProof = (stored: string, proof: string, nowMs: number): boolean => {
  const kept = hasPassword(stored) ? stored.slice(passwordIn(stored).length + 1) : stored.slice(noPassword.length)
  const [until, hash] = kept.split(':')
  return hash !== undefined && Number(until) > nowMs && hashSecretHex(proof) === hash
}
