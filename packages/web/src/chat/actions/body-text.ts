import type { ClientState, TimelineMessage } from '@parley/sdk/api'
import { placeLines } from '../../cards/coordinates'
import type { T } from '../../i18n/catalog'
import { userName } from '../../people/names'

interface TextContext {
  readonly t: T
  /** Has the people whom the messages show. */
  readonly state: ClientState
}

/** The text or caption of a message, if it has one. */
export const bodyText = (body: TimelineMessage['body']): string | undefined => {
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

/** Whether a message has something to copy. */
export const isCopied = (body: TimelineMessage['body']): boolean =>
  body.type === 'location' || body.type === 'contact' || bodyText(body) !== undefined

/** Whether a message has files that can be saved. */
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

/** The clipboard text of a message, if it has one. */
export const copiedText = (body: TimelineMessage['body'], { t, state }: TextContext): string | undefined => {
  if (body.type === 'location') return placeLines(body)
  if (body.type !== 'contact') return bodyText(body)
  const username = state.users.get(body.userId)?.username
  const name = userName(state, body.userId, t)
  return username === undefined ? name : `${name} @${username}`
}
