import type { ClientState, TimelineMessage } from '@parley/sdk/api'
import { coordinatesText } from '../../cards/coordinates'
import type { T } from '../../i18n/catalog'
import { userName } from '../../people/names'

interface Words {
  readonly t: T
  /** Knows the people whom messages show. */
  readonly state: ClientState
}

/** The words of a message for screen readers, quotes, notifications and the list. */
export const messageWords = ({ body }: Pick<TimelineMessage, 'body'>, { t, state }: Words): string => {
  switch (body.type) {
    case 'text':
      return body.text
    case 'image':
      return withCaption(t('picture'), body.caption, t)
    case 'video':
      return withCaption(t('video'), body.caption, t)
    case 'album':
      return withCaption(t('album', { count: body.items.length }), body.caption, t)
    case 'file':
      return withCaption(t('fileNamed', { name: body.name }), body.caption, t)
    case 'voice':
      return t('voiceMessage')
    case 'location':
      return t('locationNamed', { name: body.name ?? body.address ?? coordinatesText(body) })
    case 'contact':
      return t('contactNamed', { name: userName(state, body.userId, t) })
    case 'retracted':
      return t('retractedMessage')
    case 'withheld':
      return t('withheldMessage')
    case 'system':
      return t('unsupportedMessage')
    default:
      body satisfies never
      return t('unsupportedMessage')
  }
}

const withCaption = (what: string, caption: string | undefined, t: T): string =>
  caption === undefined ? what : t('withCaption', { what, caption })
