import type { ChatId, MessageId } from '@parley/protocol'
import type { Timeline, TimelineMessage } from '@parley/sdk/api'
import { type RefObject, useMemo } from 'react'
import { createStore } from 'zustand/vanilla'
import { client } from '../client'
import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { viewedIn } from '../media/viewed-message'
import { openViewer } from '../media/viewer/viewer-store'
import { orToast } from '../problem'
import { paths } from '../shell/places'
import { toast } from '../ui'
import { persistently } from '../ui/persistently'
import { type ActRights, actsOf, type MessageAct } from './actions/message-acts'
import type { MenuState, PaneActions } from './actions/pane-actions'
import { copiedText } from './actions/written-words'
import type { ComposerHandle } from './composer/composer'
import { copyToClipboard } from './copy-to-clipboard'
import { newestOf } from './newest-of'
import { isPinned, mayPin, paneRights, retractableUntil } from './pane-rights'
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

/** What the person may do in a chat now. */
const rightsIn = (chatId: ChatId, reacted = false): ActRights =>
  paneRights(client.state.get(), chatId, { reacted, nowMs: Date.now() })

/** What the rows of a pane can ask for: made once for an open history, so that rows do not render again for it. */
export const usePaneActions = ({ chatId, timeline, control, composer }: PaneParts): PaneActions => {
  const t = useT()
  return useMemo(() => {
    const copy = async (text: string, done: string) =>
      (await copyToClipboard(text)) ? toast(done) : toast(t('copyRefused'), { kind: 'danger' })
    const selection = createSelection()
    const retractAll = (messages: readonly TimelineMessage[]) =>
      retract(t, messages, retractableUntil(messages, rightsIn(chatId)))
    const forward = (messages: readonly TimelineMessage[], done?: () => void) => {
      const rows = messages.flatMap(({ row }) => row ?? [])
      openDialog({ name: 'forward', messages: rows, ...(done && { done }) })
    }
    const pinned = (id: MessageId) => isPinned(client.state.get(), chatId, id)
    const acts: Record<MessageAct, (message: TimelineMessage) => void> = {
      react: (message) => chooseReaction(t, timeline, message),
      pin: ({ id }) => void orToast(t, client.pinMessage(chatId, id, !pinned(id))),
      reply: ({ id, seq }) => {
        if (seq === undefined) return
        timeline?.wantQuote({ id, seq })
        composer.current?.reply({ id, seq })
      },
      forward: (message) => forward([message]),
      copy: ({ body }) => {
        const text = copiedText(body, { t, state: client.state.get() })
        if (text !== undefined) void copy(text, t('textCopied'))
      },
      download: async (message) => {
        const { saveAll } = await persistently(() => import('../media/save-all'))
        await saveAll(t, [message])
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
      forward,
      retract: retractAll,
      actsOf: (message) =>
        actsOf(message, rightsIn(chatId, (timeline?.reactions.get().get(message.id)?.length ?? 0) > 0)),
      run: (act, message) => acts[act](message),
      react: (message, emoji) => toggleReaction(t, timeline, message)(emoji),
      isPinned: pinned,
      mayPin: () => mayPin(client.state.get().chats.get(chatId)),
      unpin: (id) => void orToast(t, client.pinMessage(chatId, id, false)),
      writers: () => timeline?.state.get().rows.map(({ senderId }) => senderId) ?? [],
      editLast: async () => {
        const last = timeline && (await newestOf(timeline, (row) => actsOf(row, rightsIn(chatId)).includes('edit')))
        if (last) acts.edit(last)
      },
      view: (message, opener, mediaId) => {
        const all = viewedIn(message)
        const viewed = all.find(({ body }) => body.mediaId === mediaId) ?? all[0]
        if (viewed) openViewer({ message: viewed, opener })
      },
      jump: async (fromKey, { seq }) => {
        const there = await control.current?.jumpToMessage(seq, fromKey)
        if (there === false) toast(t('jumpFailed'), { kind: 'danger' })
      },
      chooseDay: (at = control.current?.topAt ?? Date.now()) => {
        const onPick = async (atMs: number) => {
          const there = await control.current?.jumpToTime(atMs)
          if (there === false) toast(t('jumpFailed'), { kind: 'danger' })
        }
        openDialog({ name: 'day', chatId, at, onPick })
      },
    }
  }, [chatId, timeline, control, composer, t])
}
