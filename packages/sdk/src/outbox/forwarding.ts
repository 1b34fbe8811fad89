import type { Message, StoredBody } from '@parley/protocol'
import type { Forward, OwnBody } from '../store/store'

/** The body that a forward has; undefined for a message that has nothing to forward. */
export const forwardableBody = (body: StoredBody): OwnBody | undefined => {
  switch (body.type) {
    case 'text':
    case 'location':
    case 'contact':
    case 'image':
    case 'video':
    case 'voice':
    case 'file':
    case 'album':
      return body
    case 'system':
    case 'retracted':
    case 'withheld':
      return undefined
    default:
      // A kind that only newer clients know.
      body satisfies never
      return undefined
  }
}

/** How a message is forwarded: through any number of forwards the first author and time stay. */
export const forwardOf = (
  { id, chatId, senderId, at, forwardedFrom }: Message,
  { withName }: Pick<Forward, 'withName'>,
): Forward => {
  const first = forwardedFrom ?? { userId: senderId, at }
  return { from: { chatId, id }, withName, origin: withName ? first : { at: first.at } }
}
