import type { ClientState, TimelineMessage } from '@parley/sdk/api'
import { coordinatesText } from '../../cards/coordinates'
import type { T } from '../../i18n/catalog'
import { shownText } from '../../markdown/shown-text'
import { userName } from '../../people/names'

interface TextContext {
  readonly t: T
  /** Has the people whom the messages show. */
  readonly state: ClientState
  /** The form of texts: as shown, which is the default, or as written. */
  readonly texts?: 'shown' | 'written'
}

/**
 * A message as plain text, for screen readers, quotes, notifications and the list. Texts are either shortened and
 * without formatting marks, or as written.
 */
export const messagePlainText = (
  { body }: Pick<TimelineMessage, 'body'>,
  { t, state, texts = 'shown' }: TextContext,
): string => {
  const textOf = texts === 'shown' ? shownText : asWritten
  const withCaption = (what: string, caption: string | undefined): string =>
    caption === undefined ? what : t('withCaption', { what, caption: textOf(caption) })
  switch (body.type) {
    case 'text':
      return textOf(body.text)
    case 'image':
      return withCaption(t('picture'), body.caption)
    case 'video':
      return withCaption(t('video'), body.caption)
    case 'album':
      return withCaption(t('album', { count: body.items.length }), body.caption)
    case 'file':
      return withCaption(t('fileNamed', { name: body.name }), body.caption)
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

const asWritten = (text: string): string => text
