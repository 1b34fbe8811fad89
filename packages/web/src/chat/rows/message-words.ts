import type { TimelineMessage } from '@parley/sdk/api'
import type { T } from '../../i18n/catalog'

/** The words of a message for screen readers and the clipboard. */
export const messageWords = ({ body }: TimelineMessage, t: T): string => {
  if (body.type === 'text') return body.text
  if (body.type === 'image')
    return body.caption === undefined ? t('picture') : t('pictureWithCaption', { caption: body.caption })
  return t(body.type === 'retracted' ? 'retractedMessage' : 'unsupportedMessage')
}
