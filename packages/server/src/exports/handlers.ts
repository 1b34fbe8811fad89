import type { Handlers } from '../lib/handlers'
import type { ExportParts } from './create-exports'

export const exportsHandlers = ({
  exports,
}: Pick<ExportParts, 'exports'>): Pick<Handlers<'accounts'>, 'export' | 'exportState' | 'exportAddress'> => ({
  export: (caller, input) => exports.request(caller, input),
  exportState: (caller) => exports.stateOf(caller.userKey),
  exportAddress: (caller, input) => exports.address(caller, input),
})
