import type { TimelineMessage } from '@parley/sdk/api'
import { useT } from '../../i18n'
import { useSelector } from '../../lib/client'
import { useFormatting } from '../../markdown/shown-text'
import { messagePlainText } from './message-plain-text'

/** A message as plain text, kept up to date. Empty without a message. */
export const useMessagePlainText = (message: Pick<TimelineMessage, 'body'> | undefined): string => {
  const t = useT()
  useFormatting()
  return useSelector((state) => (message ? messagePlainText(message, { t, state }) : ''))
}
