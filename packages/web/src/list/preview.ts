import type { ChatEntry, ClientState, TimelineMessage } from '@parley/sdk/api'
import { messagePlainText } from '../chat/rows/message-plain-text'
import { serviceText } from '../chat/rows/service-text'
import type { T } from '../i18n/catalog'
import { oneLine } from '../markdown/shown-text'
import { chatSort, memberName } from '../people/names'
import { typingText } from '../people/typing-text'

/** The second line of a chat in the list. */
export type Preview =
  | { readonly kind: 'typing'; readonly text: string }
  | { readonly kind: 'draft'; readonly text: string }
  | { readonly kind: 'message'; readonly text: string }
  | { readonly kind: 'empty'; readonly text: string }

interface PreviewContext {
  readonly t: T
  readonly locale: string
  /** The chat is on screen, so its draft is in the composer. */
  readonly open: boolean
}

const systemText = (state: ClientState, message: TimelineMessage, { t, locale }: PreviewContext): string =>
  serviceText(message, {
    t,
    locale,
    me: state.me?.id,
    nameOf: (id) => memberName(state, { chatId: message.chatId, userId: id }, t),
  })

const messageText = (state: ClientState, entry: ChatEntry, words: PreviewContext): string => {
  const { t } = words
  const message = entry.last
  if (!message) return ''
  const { body } = message
  switch (body.type) {
    case 'text':
      return withSender(state, entry, { message, text: oneLine(body.text), t })
    case 'image':
    case 'video':
    case 'voice':
    case 'file':
    case 'album':
    case 'location':
    case 'contact':
    case 'withheld':
      return withSender(state, entry, {
        message,
        text: messagePlainText(message, { t, state }).replace(/\s+/g, ' ').trim(),
        t,
      })
    case 'retracted':
      if (message.senderId === state.me?.id)
        // In groups and channels, an administrator may have deleted the message.
        return t(entry.chat.kind === 'direct' ? 'previewYouRetracted' : 'messageRetracted')
      return withSender(state, entry, { message, text: t('messageRetracted'), t })
    case 'system':
      return systemText(state, message, words)
    default:
      body satisfies never
      return t('previewUnsupported')
  }
}

const withSender = (
  state: ClientState,
  entry: ChatEntry,
  { message, text, t }: { readonly message: TimelineMessage; readonly text: string; readonly t: T },
): string => {
  const sort = chatSort(entry)
  if (sort === 'saved') return text
  if (message.senderId === state.me?.id) return t('previewYou', { text })
  if (sort === 'direct') return text
  return t('previewSender', { name: memberName(state, { chatId: entry.id, userId: message.senderId }, t), text })
}

/**
 * The line under a chat's name: typing, else the draft or waiting files (unless the chat is open), else the last
 * message.
 */
export const previewOf = (state: ClientState, entry: ChatEntry, words: PreviewContext): Preview => {
  const { t, open } = words
  if (entry.typing.length > 0) return { kind: 'typing', text: typingText(state, entry, t) }
  const draft = oneLine(entry.draft)
  if (draft !== '' && !open) return { kind: 'draft', text: draft }
  if (entry.attached && !open) return { kind: 'draft', text: t('draftFiles', { count: entry.attached }) }
  const text = messageText(state, entry, words)
  return text === '' ? { kind: 'empty', text: t('noMessagesYet') } : { kind: 'message', text }
}
