import type { ReplyTo, UserId } from '@parley/protocol'
import type { Quoted, TimelineMessage } from '@parley/sdk/api'
import { useCallback, useSyncExternalStore } from 'react'
import { useT } from '../../i18n'
import { oneLine } from '../../list/one-line'
import { useUserName } from '../../people/chat-name'
import { useRetracting } from '../retractions'
import { useRowSurroundings } from './row-context'
import { useMessageWords } from './use-message-words'

/** The message of a chat that another one answers, as one line; `loading` until it is known. */
export type Quote =
  | { readonly standing: 'loading' | 'missing' }
  | { readonly standing: 'found'; readonly senderId: UserId; readonly name: string; readonly text: string }

const nothing = () => () => undefined

/** Service messages are nobody's words. */
const trueQuote = (quoted: Quoted | undefined, id: ReplyTo['id']): TimelineMessage | undefined =>
  typeof quoted === 'object' && quoted.id === id && quoted.body.type !== 'system' ? quoted : undefined

/** What a message answers, kept current. */
export const useQuote = (replyTo: ReplyTo): Quote => {
  const t = useT()
  const { quotes, me } = useRowSurroundings()
  const quoted = useSyncExternalStore(
    quotes?.subscribe ?? nothing,
    useCallback(() => quotes?.get().get(replyTo.seq), [quotes, replyTo.seq]),
  )
  const message = trueQuote(quoted, replyTo.id)
  const retracting = useRetracting(message?.id)
  const name = useUserName(message?.senderId)
  const words = useMessageWords(message)
  if (!message) return { standing: quoted === undefined ? 'loading' : 'missing' }
  const { senderId } = message
  const text = retracting ? t('retractedMessage') : oneLine(words)
  return { standing: 'found', senderId, name: senderId === me ? t('you') : name, text }
}
