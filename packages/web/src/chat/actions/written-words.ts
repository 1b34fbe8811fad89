import type { ClientState, TimelineMessage } from '@parley/sdk/api'
import { placeLines } from '../../cards/coordinates'
import type { T } from '../../i18n/catalog'
import { userName } from '../../people/names'

interface Words {
  readonly t: T
  /** Knows the people whom messages show. */
  readonly state: ClientState
}

/** The words that the sender of a message wrote, if any. */
export const wordsOf = (body: TimelineMessage['body']): string | undefined => {
  switch (body.type) {
    case 'text':
      return body.text
    case 'image':
    case 'video':
    case 'file':
    case 'album':
      return body.caption
    case 'voice':
    case 'location':
    case 'contact':
    case 'system':
    case 'retracted':
    case 'withheld':
      return undefined
    default:
      body satisfies never
      return undefined
  }
}

/** Whether the clipboard gets something of a message. */
export const isCopied = (body: TimelineMessage['body']): boolean =>
  body.type === 'location' || body.type === 'contact' || wordsOf(body) !== undefined

/** Whether a message shows files that can be saved. */
export const isSaved = (body: TimelineMessage['body']): boolean => {
  switch (body.type) {
    case 'image':
    case 'video':
    case 'voice':
    case 'file':
    case 'album':
      return true
    case 'text':
    case 'location':
    case 'contact':
    case 'system':
    case 'retracted':
    case 'withheld':
      return false
    default:
      body satisfies never
      return false
  }
}

/** What the clipboard gets of a message, if anything. */
export const copiedText = (body: TimelineMessage['body'], { t, state }: Words): string | undefined => {
  if (body.type === 'location') return placeLines(body)
  if (body.type !== 'contact') return wordsOf(body)
  const username = state.users.get(body.userId)?.username
  const name = userName(state, body.userId, t)
  return username === undefined ? name : `${name} @${username}`
}
