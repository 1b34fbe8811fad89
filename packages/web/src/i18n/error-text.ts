import type { ClientErrorName } from '@parley/sdk/api'
import type { T } from './catalog'

/** What went wrong and what to do, by the error's name. */
export const errorText = (t: T, name: ClientErrorName | 'offline'): string => t(`error_${name}`)
