import { OwnerProof, type OwnerProofOptions } from '../accounts/owner-proof'
import { ExportWork, type ExportWorkOptions } from './export-work'
import { Exports, type ExportsOptions } from './exports'

export type CreateExportsOptions = ExportWorkOptions &
  Omit<ExportsOptions, 'proof' | 'wake' | 'users'> &
  OwnerProofOptions

/** Wires the exports of people's own data. */
export const createExports = (options: CreateExportsOptions) => {
  const work = new ExportWork(options)
  const proof = new OwnerProof(options)
  return { work, exports: new Exports({ ...options, proof, wake: () => work.wake() }) }
}
export type ExportParts = ReturnType<typeof createExports>
