/** Users of other products, and the tokens that these products call with. */
import { z } from 'zod'
import { limits } from './limits'
import { serviceTokenId } from './row-ids'
import { timeMs, User } from './rows'
import { serviceScopes } from './specs'
import { oneLine } from './texts'

/** An id that another product gives one of its users. Large and small letters differ. */
export const externalId = z
  .string()
  .min(1)
  .max(limits.externalIdMaxChars)
  .regex(/^[\x21-\x7e]*$/, { error: 'must be ASCII without spaces' })

export const serviceTokenName = oneLine(limits.serviceTokenNameMaxChars)
export const serviceScope = z.enum(serviceScopes)

/** A service token, without its secret. */
export const ServiceToken = z.object({
  /** The token’s id. It isn’t the secret. */
  id: serviceTokenId,
  /** The name, which people see beside messages of the service. */
  name: z.string(),
  /** The beginning of the secret, to recognise it. */
  hint: z.string(),
  /** The scopes of the token. */
  scopes: z.array(serviceScope),
  /** When the token was created. */
  createdAt: timeMs,
  /** When the token stops working. Absent without an end. */
  expiresAt: timeMs.optional(),
  /** When the token was last used, to the minute. Absent before its first use. */
  lastUsedAt: timeMs.optional(),
})
export type ServiceToken = z.output<typeof ServiceToken>

/** A person of another product who has an account here. */
export const ExternalUser = z.object({
  externalId,
  /** The profile of the account. */
  user: User,
  /** Whether the call created the account. */
  created: z.boolean(),
})
export type ExternalUser = z.output<typeof ExternalUser>
