import type { RateName } from '@parley/protocol'
import { type Caller, isService, type Stranger } from '../lib/caller'

export const isCaller = (who: Caller | Stranger): who is Caller => 'userId' in who

/** The bucket that pays for the work of a caller: that of the account, the service token, or the address. */
export const payerOf = (who: Caller | Stranger): readonly [rate: RateName, bucket: string] => {
  if (isCaller(who)) return ['work', who.userId]
  return isService(who) ? ['serviceWork', who.token.id] : ['work', who.address]
}
