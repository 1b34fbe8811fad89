import type { ClientState } from '@parley/sdk/api'
import type { ReactNode } from 'react'
import { nowMs } from './fixed-clock'
import { walkers } from './fixtures/chats'
import { bob, carol } from './fixtures/people'
import { storedRow } from './fixtures/timelines'
import { Composers } from './sections/composers'
import { Controls } from './sections/controls'
import { Cards, Feed, MediaRows } from './sections/feed'
import { OpenAttachMenu, OpenDialog, OpenEmoji, OpenMenu, OpenSendSheet } from './sections/overlaid'
import { EmptyChats, Overlays, WholeChat } from './sections/panes'
import { Auth, Lists, People, Settings } from './sections/places'
import { Rows } from './sections/rows'
import { Voice } from './sections/voice'

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

const sendLocation = { name: 'sendLocation', onSend: () => undefined } as const
const sendContact = { name: 'sendContact', onSend: () => undefined } as const
const goToDate = { name: 'day', chatId: walkers, at: nowMs, onPick: () => undefined } as const

const forward = { name: 'forward', messages: [storedRow(walkers)] } as const

/** Everything there is to look at. */
export const sections: readonly Section[] = [
  { name: 'controls', content: <Controls /> },
  { name: 'chat-rows', content: <Rows /> },
  { name: 'lists', content: <Lists />, state: offline as unknown as Partial<ClientState> },
  { name: 'bubbles', content: <Feed layout="bubbles" /> },
  { name: 'flat', content: <Feed layout="flat" /> },
  { name: 'cards', content: <Cards />, ready: '[data-testid=contact-card]' },
  { name: 'media', content: <MediaRows />, ready: '[data-open-media]' },
  { name: 'voice', content: <Voice />, ready: '[data-testid=player-bar]' },
  { name: 'composers', content: <Composers />, ready: '[data-testid=attach-tray] img' },
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
  over('send-location', dialog, <OpenDialog dialog={sendLocation} />),
  over('send-contact', dialog, <OpenDialog dialog={sendContact} />),
  over('go-to-date', dialog, <OpenDialog dialog={goToDate} />),
  over('forward', dialog, <OpenDialog dialog={forward} />),
  over('attach-menu', '[role=menu]', <OpenAttachMenu />),
  over('send-sheet', '[data-testid=send-sheet] img', <OpenSendSheet />),
  over('emoji', '[data-testid=emoji-picker] [role=gridcell]', <OpenEmoji />),
]
