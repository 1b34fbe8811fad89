import type { ChatId } from '@parley/protocol'
import { type ReactNode, useState } from 'react'
import type { ChatLayout } from '../src/chat/pane-contexts'
import { PaneProviders, type PaneValues } from '../src/chat/pane-providers'
import { createPaneStores } from '../src/chat/use-pane-values'
import { client } from './client'
import { me } from './fixtures/people'

const nothing = () => undefined

/** The values of a pane whose messages offer no actions. */
const fixedValues = (chatId: ChatId, layout: ChatLayout): PaneValues => {
  const { quotes, reactions } = client.timeline(chatId)
  return {
    look: { layout, showPeople: true, me: me.id },
    history: { quotes, reactions, writers: () => [] },
    outbox: { retry: nothing, discard: nothing, edit: nothing, pause: nothing, resume: nothing },
    stores: createPaneStores(),
    messages: {
      actsOf: () => [],
      run: nothing,
      react: nothing,
      reactWithAny: nothing,
      forward: nothing,
      retract: nothing,
      isPinned: () => false,
      editLast: nothing,
    },
    navigation: { view: nothing, jump: nothing, chooseDay: nothing },
  }
}

interface FixedPaneProps {
  readonly chatId: ChatId
  readonly layout: ChatLayout
  readonly children: ReactNode
}

/** Provides a pane to components that are shown outside of one. */
export const FixedPane = ({ chatId, layout, children }: FixedPaneProps) => {
  const [values] = useState(() => fixedValues(chatId, layout))
  return <PaneProviders values={values}>{children}</PaneProviders>
}
