import type { TimelineMessage } from '@parley/sdk/api'
import { useSelector } from '../../client'
import { useT } from '../../i18n'
import { messageWords } from './message-words'

/** The words of a message, kept current; empty without one. */
export const useMessageWords = (message: Pick<TimelineMessage, 'body'> | undefined): string => {
  const t = useT()
  return useSelector((state) => (message ? messageWords(message, { t, state }) : ''))
}
