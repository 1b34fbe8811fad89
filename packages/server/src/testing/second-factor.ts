import type { Params, Result } from '@parley/protocol'
import { Secret, TOTP } from 'otpauth'
import type { Person, TestApp } from './test-app'

/** The code of an authenticator app, some steps of 30 seconds from a time. */
export const totpCode = (secret: string, nowMs: number, steps = 0): string =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: nowMs + steps * 30_000 })

/** A ticket, which the right first step of a sign-in gets when the account has a second factor. */
export const ticketOf = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => Promise.reject(new Error('there is no second factor')),
    (error: { readonly code?: string; readonly ticket?: string }) =>
      error.ticket ?? Promise.reject(new Error(`refused: ${error.code}`)),
  )

/** Turns on the second factor of a person. The code of the present step is used afterwards; those of the next one work. */
export const turnOnSecondFactor = async (app: Pick<TestApp, 'database'>, person: Person, password: string) => {
  const { secret, uri } = await person.call('accounts.setUpTotp', { password })
  const code = totpCode(secret, app.database.now())
  const { recoveryCodes } = await person.call('accounts.confirmTotp', { code })
  return {
    secret,
    uri,
    recoveryCodes,
    /** An unused code that works now: of the next step, if there was none since. */
    nextCode: () => totpCode(secret, app.database.now(), 1),
  }
}

/** Signs in with password and code. */
export const signInTwice = async (
  app: TestApp,
  first: Params<'accounts.login'>,
  code: string,
): Promise<Result<'accounts.passSecondFactor'>> => {
  const ticket = await ticketOf(app.connect().call('accounts.login', first))
  return app.connect().call('accounts.passSecondFactor', { ticket, code })
}
