import type { ErrorName } from '@parley/protocol/errors'
import type { T } from './catalog'

/** What went wrong and what to do, by the error's name. */
export const errorText = (t: T, name: ErrorName | 'offline'): string => t(`error_${name}`)
