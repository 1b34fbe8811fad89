import type { ChatId, MessageId } from '@parley/protocol'
import type { ChatEntry, Timeline, TimelineMessage } from '@parley/sdk/api'
import { type RefObject, useMemo } from 'react'
import { createStore } from 'zustand/vanilla'
import { client } from '../client'
import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { isPicture } from '../media/picture-message'
import { openViewer } from '../media/viewer/viewer-store'
import { orToast } from '../problem'
import { paths } from '../shell/places'
import { toast } from '../ui'
import { type ActRights, actsOf, type MessageAct, wordsOf } from './actions/message-acts'
import type { MenuState, PaneActions } from './actions/pane-actions'
import type { ComposerHandle } from './composer/composer'
import { copyToClipboard } from './copy-to-clipboard'
import { chooseReaction, toggleReaction } from './reactions/react'
import { retract } from './retractions'
import { createSelection, toggleSelected } from './selecting/selection'
import type { ViewportControl } from './viewport/viewport-control'

export interface PaneParts {
  readonly chatId: ChatId
  readonly timeline: Timeline | undefined
  readonly control: RefObject<ViewportControl | null>
  readonly composer: RefObject<ComposerHandle | null>
}

/** Pages of history that are looked through for the last own message. */
const mostPages = 4

/** The newest message that is `wanted`, among the newest few pages. */
const lastOf = async (
  timeline: Timeline,
  wanted: (row: TimelineMessage) => boolean,
): Promise<TimelineMessage | undefined> => {
  if (!timeline.state.get().atEnd) await timeline.show('latest')
  for (let page = 0; page < mostPages; page++) {
    const { rows, atStart } = timeline.state.get()
    const found = rows.findLast(wanted)
    if (found || atStart) return found
    await timeline.loadBefore()
  }
  return undefined
}

const mayPin = (entry: ChatEntry | undefined): boolean => {
  if (!entry || entry.chat.dissolvedAt !== undefined) return false
  const { kind, rights } = entry.chat
  const left = kind === 'direct' || (rights !== undefined && rights.pin !== 'admins')
  return entry.moderates || (left && entry.writeRefused === undefined)
}

const isPinned = (chatId: ChatId, id: MessageId): boolean =>
  client.state
    .get()
    .chats.get(chatId)
    ?.chat.pinned.some((one) => one.id === id) ?? false

/** What the person may do in a chat now. */
const rights = (chatId: ChatId, reacted = false): ActRights => {
  const { chats, me, retractWindowMs } = client.state.get()
  const entry = chats.get(chatId)
  return {
    mayWrite: entry !== undefined && entry.writeRefused === undefined,
    me: me?.id,
    reacted,
    pins: mayPin(entry),
    asksReaders: entry?.canRead === true && entry.chat.kind !== 'direct',
    moderates: entry?.moderates === true && entry.chat.dissolvedAt === undefined,
    retractWindowMs,
    nowMs: Date.now(),
  }
}

/** What the rows of a pane can ask for: made once for an open history, so that rows do not render again for it. */
export const usePaneActions = ({ chatId, timeline, control, composer }: PaneParts): PaneActions => {
  const t = useT()
  return useMemo(() => {
    const copy = async (text: string, done: string) =>
      (await copyToClipboard(text)) ? toast(done) : toast(t('copyRefused'), { kind: 'danger' })
    const selection = createSelection()
    const retractAll = (messages: readonly TimelineMessage[]) => {
      const { retractWindowMs } = client.state.get()
      const oldest = Math.min(...messages.map(({ at }) => at))
      retract(t, messages, rights(chatId).moderates ? undefined : oldest + retractWindowMs)
    }
    const acts: Record<MessageAct, (message: TimelineMessage) => void> = {
      react: (message) => chooseReaction(t, timeline, message),
      pin: ({ id }) => void orToast(t, client.pinMessage(chatId, id, !isPinned(chatId, id))),
      reply: ({ id, seq }) => {
        if (seq === undefined) return
        timeline?.wantQuote({ id, seq })
        composer.current?.reply({ id, seq })
      },
      copy: ({ body }) => {
        const text = wordsOf(body)
        if (text !== undefined) void copy(text, t('textCopied'))
      },
      edit: ({ id, seq, body, mentions, mentionsAll }) => {
        const naming = { mentions, mentionsAll }
        if (seq !== undefined && body.type === 'text')
          composer.current?.edit({ id, seq, was: body.text, naming, text: body.text })
      },
      retract: (message) => retractAll([message]),
      select: (message) => toggleSelected(selection, message),
      reactors: ({ id }) => openDialog({ name: 'reactors', chatId, id }),
      readers: ({ id }) => openDialog({ name: 'readers', chatId, id }),
      hide: ({ id }) => void orToast(t, client.hide(chatId, [id])),
      link: ({ seq }) => seq && void copy(location.origin + paths.message(chatId, seq), t('linkCopied')),
    }
    return {
      menu: createStore<MenuState>(() => ({ open: false })),
      selection,
      retract: retractAll,
      actsOf: (message) =>
        actsOf(message, rights(chatId, (timeline?.reactions.get().get(message.id)?.length ?? 0) > 0)),
      run: (act, message) => acts[act](message),
      react: (message, emoji) => toggleReaction(t, timeline, message)(emoji),
      isPinned: (id) => isPinned(chatId, id),
      mayPin: () => mayPin(client.state.get().chats.get(chatId)),
      unpin: (id) => void orToast(t, client.pinMessage(chatId, id, false)),
      writers: () => timeline?.state.get().rows.map(({ senderId }) => senderId) ?? [],
      editLast: async () => {
        const last = timeline && (await lastOf(timeline, (row) => actsOf(row, rights(chatId)).includes('edit')))
        if (last) acts.edit(last)
      },
      view: (message, opener) => isPicture(message) && openViewer({ message, opener }),
      jump: async (fromKey, { seq }) => {
        const there = await control.current?.jumpToMessage(seq, fromKey)
        if (there === false) toast(t('jumpFailed'), { kind: 'danger' })
      },
    }
  }, [chatId, timeline, control, composer, t])
}
