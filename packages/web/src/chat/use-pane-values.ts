import type { ChatId, MessageId } from '@parley/protocol'
import type { Timeline } from '@parley/sdk/api'
import { type RefObject, useMemo, useState } from 'react'
import { createStore } from 'zustand/vanilla'
import { openDialog } from '../dialogs/dialog-store'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { viewedIn } from '../media/viewed-message'
import { chatSort } from '../people/chat-name'
import { useAppearance } from '../theme/appearance'
import { toast } from '../ui'
import { openViewer } from '../viewer/viewer-store'
import type { ToolsState } from './actions/shown-tools'
import type { ComposerHandle } from './composer/composer'
import { createMessageActions } from './create-message-actions'
import type { HistoryData, MenuState, OutboxActions, PaneNavigation, PaneStores, RowLook } from './pane-contexts'
import { paneLook } from './pane-look'
import type { PaneValues } from './pane-providers'
import { createSelection } from './selecting/selection'
import type { ViewportControl } from './viewport/viewport-control'

interface PaneParts {
  readonly chatId: ChatId
  /** Undefined until the history is open. */
  readonly timeline: Timeline | undefined
  readonly control: RefObject<ViewportControl | null>
  readonly composer: RefObject<ComposerHandle | null>
}

const useNewLook = (chatId: ChatId): RowLook => {
  const { sort, me } = useSelector((state) => {
    const entry = state.chats.get(chatId)
    return { sort: entry && chatSort(entry), me: state.me?.id }
  })
  const { layout, showPeople } = paneLook(useAppearance().layout, sort)
  return useMemo(() => ({ layout, showPeople, me }), [layout, showPeople, me])
}

const historyOf = (timeline: Timeline | undefined): HistoryData => ({
  quotes: timeline?.quotes,
  reactions: timeline?.reactions,
  writers: () => timeline?.state.get().rows.map(({ senderId }) => senderId) ?? [],
})

export const createPaneStores = (): PaneStores => ({
  menu: createStore<MenuState>(() => ({ open: false })),
  tools: createStore<ToolsState>(() => ({ latest: 'hovered' })),
  selection: createSelection(),
})

const useNewOutboxActions = ({ chatId, composer }: Pick<PaneParts, 'chatId' | 'composer'>): OutboxActions => {
  const client = useClient()
  return useMemo(
    () => ({
      retry: (id: MessageId) => client.retry(chatId, id),
      discard: (id: MessageId) => client.discard(chatId, id),
      edit: ({ id, body, replyTo, mentions, mentionsAll }) => {
        if (body.type !== 'text') return
        const failed = { replyTo }
        composer.current?.edit({ id, failed, was: body.text, naming: { mentions, mentionsAll }, text: body.text })
      },
      pause: (id: MessageId) => client.pause(chatId, id),
      resume: (id: MessageId) => client.resume(chatId, id),
    }),
    [client, chatId, composer],
  )
}

const useNewNavigation = ({ chatId, control }: Pick<PaneParts, 'chatId' | 'control'>): PaneNavigation => {
  const t = useT()
  return useMemo(() => {
    const arrive = async (arrived: Promise<boolean> | undefined) => {
      if ((await arrived) === false) toast(t('jumpFailed'), { kind: 'danger' })
    }
    return {
      view: (message, opener, mediaId) => {
        const all = viewedIn(message)
        const viewed = all.find(({ body }) => body.mediaId === mediaId) ?? all[0]
        if (viewed) openViewer({ message: viewed, opener })
      },
      jump: (fromKey, { seq }) => void arrive(control.current?.jumpToMessage(seq, fromKey)),
      chooseDay: (at = control.current?.topAt ?? Date.now()) => {
        const onPick = (atMs: number) => void arrive(control.current?.jumpToTime(atMs))
        openDialog({ name: 'day', chatId, at, onPick })
      },
    }
  }, [chatId, control, t])
}

/** The values of a pane's contexts. Each changes only with its inputs, so that rows don't render again. */
export const usePaneValues = ({ chatId, timeline, control, composer }: PaneParts): PaneValues => {
  const t = useT()
  const client = useClient()
  const [stores] = useState(createPaneStores)
  const { selection } = stores
  const messages = useMemo(
    () => createMessageActions({ t, client, chatId, timeline, composer, selection }),
    [t, client, chatId, timeline, composer, selection],
  )
  return {
    look: useNewLook(chatId),
    history: useMemo(() => historyOf(timeline), [timeline]),
    outbox: useNewOutboxActions({ chatId, composer }),
    stores,
    messages,
    navigation: useNewNavigation({ chatId, control }),
  }
}
