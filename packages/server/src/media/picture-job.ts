import type { Made, PictureUse } from './make-picture'

/** One picture to make, as it is sent to a picture process. */
export interface PictureJob {
  /** Of the file. */
  readonly path: string
  readonly use: PictureUse
  /** Processor time that it may take. */
  readonly cpuMs: number
  /** Memory that the whole process may hold. */
  readonly memoryBytes: number
  /** A picture that takes more work is left alone; undefined for any that is accepted. */
  readonly mostWork: number | undefined
}

/** The resource use of a picture process since its start. */
interface Used {
  readonly cpuMs: number
  readonly memoryBytes: number
}

/** A picture process sends this once it can take pictures. */
export const READY = 'ready'

/** The response of a picture process. */
export type PictureAnswer = (Made | { readonly error: string }) & Used

/** The exit code of a picture process that ended itself because a picture cost too much. */
export const COSTLY_EXIT = 3
