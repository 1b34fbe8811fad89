import type { ReplyTo, UserId } from '@parley/protocol'
import type { Quoted, TimelineMessage } from '@parley/sdk/api'
import { useCallback, useSyncExternalStore } from 'react'
import { useT } from '../../i18n'
import { useUserName } from '../../people/chat-name'
import { useHistoryData, useRowLook } from '../pane-contexts'
import { useRetracting } from '../retractions'
import { useMessagePlainText } from './use-message-plain-text'

/** The original of a reply, in one line. `loading` until it is known. */
export type Quote =
  | { readonly state: 'loading' | 'missing' }
  | { readonly state: 'found'; readonly senderId: UserId; readonly name: string; readonly text: string }

const nothing = () => () => undefined

const longest = 300
const onOneLine = (words: string): string => words.slice(0, longest).replace(/\s+/g, ' ').trim()

/** Replies can't quote service messages. */
const trueQuote = (quoted: Quoted | undefined, id: ReplyTo['id']): TimelineMessage | undefined =>
  typeof quoted === 'object' && quoted.id === id && quoted.body.type !== 'system' ? quoted : undefined

/** The original of a reply, kept up to date. */
export const useQuote = (replyTo: ReplyTo): Quote => {
  const t = useT()
  const { quotes } = useHistoryData()
  const { me } = useRowLook()
  const quoted = useSyncExternalStore(
    quotes?.subscribe ?? nothing,
    useCallback(() => quotes?.get().get(replyTo.seq), [quotes, replyTo.seq]),
  )
  const message = trueQuote(quoted, replyTo.id)
  const retracting = useRetracting(message?.id)
  const name = useUserName(message?.senderId)
  const words = useMessagePlainText(message)
  if (!message) return { state: quoted === undefined ? 'loading' : 'missing' }
  const { senderId } = message
  const text = retracting ? t('retractedMessage') : onOneLine(words)
  return { state: 'found', senderId, name: senderId === me ? t('you') : name, text }
}
