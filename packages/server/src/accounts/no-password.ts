import { hashSecretHex, newSecret } from '../lib/secret'

const PROOF_BYTES = 32
/** How long an owner’s proof through a provider works in place of a password. */
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

/** A secret that takes the place of the password that an account lacks, and what to store for it. */
export const newProof = (nowMs: number): { readonly proof: string; readonly stored: string } => {
  const proof = newSecret(PROOF_BYTES)
  return { proof, stored: `${noPassword}${nowMs + PROOF_MS}:${hashSecretHex(proof)}` }
}

/** Whether a text is the proof of an account without a password. */
export const isProof = (stored: string, proof: string, nowMs: number): boolean => {
  const [until, hash] = stored.slice(noPassword.length).split(':')
  return hash !== undefined && Number(until) > nowMs && hashSecretHex(proof) === hash
}
