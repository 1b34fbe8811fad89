import { asParleyError } from '@parley/sdk/error'
import type { T } from '../../i18n/catalog'
import type { Format } from '../../i18n/format'
import { secondFactorProblem } from '../../ui/second-factor-problem'

/** An error at one of the fields. */
export interface FactorProblem {
  readonly field: 'password' | 'code'
  readonly text: string
}

/** Assigns the server's refusal to its field. */
export const factorRefused = (t: T, thrown: unknown, format: Pick<Format, 'dateTime'>): FactorProblem => {
  const { code } = asParleyError(thrown)
  if (code === 'bad_credentials') return { field: 'password', text: t('oldPasswordWrong') }
  return { field: 'code', text: secondFactorProblem(t, thrown, format) }
}
