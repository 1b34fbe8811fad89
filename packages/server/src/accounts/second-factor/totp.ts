import { limits } from '@parley/protocol'
import { Secret, TOTP } from 'otpauth'

/** Seconds of a code. */
const PERIOD_S = 30
/** Codes before and after the current one that count as well, because clocks differ and people are slow. */
const WINDOW_STEPS = 1
/** The length that RFC 4226 recommends. */
const SECRET_BYTES = 20

const settings = { algorithm: 'SHA1', digits: limits.secondFactorDigits, period: PERIOD_S } as const

/** A new secret in Base32. */
export const newTotpSecret = (): string => new Secret({ size: SECRET_BYTES }).base32

/** The address that authenticator apps read from a QR code. */
export const totpUri = (secret: string, { server, username }: { server: string; username: string }): string =>
  // A colon divides the issuer from the account.
  new TOTP({ ...settings, issuer: server.replaceAll(':', ' '), label: username, secret }).toString()

/** The step that a code belongs to; undefined for a code that is wrong now (RFC 6238). */
export const stepOfCode = (secret: string, code: string, nowMs: number): number | undefined => {
  const totp = new TOTP({ ...settings, secret })
  const delta = totp.validate({ token: code, timestamp: nowMs, window: WINDOW_STEPS })
  return delta === null ? undefined : totp.counter({ timestamp: nowMs }) + delta
}
