import { z } from 'zod'

/** A proof that the caller owns the account. */
export const Proof = z.object({ proof: z.string() })
