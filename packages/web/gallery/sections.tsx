import type { ClientState } from '@parley/sdk/api'
import type { ReactNode } from 'react'
import { walkers } from './fixtures/chats'
import { bob, carol } from './fixtures/people'
import { Composers } from './sections/composers'
import { Controls } from './sections/controls'
import { Feed } from './sections/feed'
import { OpenDialog, OpenEmoji, OpenMenu } from './sections/overlaid'
import { EmptyChats, Overlays, WholeChat } from './sections/panes'
import { Auth, Lists, People, Settings } from './sections/places'
import { Rows } from './sections/rows'

/** A part of the gallery, small enough for one screenshot. */
export interface Section {
  readonly name: string
  readonly content: ReactNode
  /** What it shows stands over the window: then it is the window that is looked at, in a few looks alone. */
  readonly over?: true
  /** Selects what must be there before it is looked at. */
  readonly ready?: string
  /** The state of the client, where it is another one. */
  readonly state?: Partial<ClientState>
}

const offline = { connection: { phase: 'waiting', sinceMs: 0, offline: true } } as const

const over = (name: string, ready: string, content: ReactNode): Section => ({ name, content, over: true, ready })

const dialog = '[role=dialog], [role=alertdialog]'

/** Everything there is to look at. */
export const sections: readonly Section[] = [
  { name: 'controls', content: <Controls /> },
  { name: 'chat-rows', content: <Rows /> },
  { name: 'lists', content: <Lists />, state: offline as unknown as Partial<ClientState> },
  { name: 'bubbles', content: <Feed layout="bubbles" /> },
  { name: 'flat', content: <Feed layout="flat" /> },
  { name: 'composers', content: <Composers />, ready: '[data-testid=picture-tray] img' },
  { name: 'chat', content: <WholeChat />, ready: '[data-testid=pinned-bar]' },
  { name: 'overlays', content: <Overlays /> },
  { name: 'empty-chats', content: <EmptyChats /> },
  { name: 'people', content: <People /> },
  { name: 'settings', content: <Settings /> },
  { name: 'auth', content: <Auth /> },
  over('menu-and-toast', '[role=menu]', <OpenMenu />),
  over('switcher', dialog, <OpenDialog dialog={{ name: 'switcher' }} />),
  over('group-settings', dialog, <OpenDialog dialog={{ name: 'group', chatId: walkers, what: 'settings' }} />),
  over('person', dialog, <OpenDialog dialog={{ name: 'person', userId: bob.id }} />),
  over('block', dialog, <OpenDialog dialog={{ name: 'block', userId: carol.id }} />),
  over('emoji', '[data-testid=emoji-picker] [role=gridcell]', <OpenEmoji />),
]
