import type { ClientErrorName } from '@parley/sdk/api'
import type { T } from './catalog'

/** The sentence for an error, by the error's name. */
export const errorText = (t: T, name: ClientErrorName | 'offline'): string => t(`error_${name}`)
