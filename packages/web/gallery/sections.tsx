import type { ClientState } from '@parley/sdk/api'
import type { ReactNode } from 'react'
import { nowMs } from './fixed-clock'
import { walkers } from './fixtures/chats'
import { bob, carol, me } from './fixtures/people'
import { newSession, sessions } from './fixtures/state'
import { storedRow } from './fixtures/timelines'
import { Composers } from './sections/composers'
import { Contents } from './sections/contents'
import { Controls } from './sections/controls'
import { Export, OpenExport } from './sections/export'
import { Cards, Feed, FormattedRows, MediaRows } from './sections/feed'
import { Identities, UnknownPerson } from './sections/identities'
import { OpenMessageMenu, OpenViewer, Selecting } from './sections/over-chat'
import {
  OpenAddress,
  OpenAttachMenu,
  OpenDeleteAccount,
  OpenDialog,
  OpenEmoji,
  OpenMenu,
  OpenReportThanks,
  OpenSendSheet,
} from './sections/overlaid'
import { EmptyChats, Overlays, WholeChat } from './sections/panes'
import { OpenAddPasskey, Passkeys } from './sections/passkeys'
import { FailingPane, LoadingOverlay, LoadingPanes, OfflineLine, UpdateToast } from './sections/placeholders'
import { Auth, Lists, People, Settings, SignIns } from './sections/places'
import { Rows } from './sections/rows'
import { OpenSetUp, OpenTurnOff, SecondFactor, SecondStep } from './sections/second-factor'
import { Administration, MailTests, NewServer, Places, ReportCards, SpamWaves } from './sections/server'
import { Voice } from './sections/voice'

/** A part of the gallery, small enough for one screenshot. */
export interface Section {
  readonly name: string
  readonly content: ReactNode
  /** It covers the window. The screenshot then shows the window, in only a few looks. */
  readonly over?: true
  /** Selects an element that must exist before the screenshot. */
  readonly ready?: string
  /** The state of the client, if it differs. */
  readonly state?: Partial<ClientState>
}

const withoutNetwork = {
  connection: { phase: 'waiting', sinceMs: 0, offline: true },
} as unknown as Partial<ClientState>

const withFactor = { me: { ...me, secondFactor: { since: nowMs, recoveryCodesLeft: 2 } } } as const

const asAdmin = { me: { ...me, admin: true } } as const

const over = (name: string, ready: string, content: ReactNode): Section => ({ name, content, over: true, ready })

const dialog = '[role=dialog], [role=alertdialog]'

const sendLocation = { name: 'sendLocation', onSend: () => undefined } as const
const sendContact = { name: 'sendContact', onSend: () => undefined } as const
const goToDate = { name: 'day', chatId: walkers, at: nowMs, onPick: () => undefined } as const

const reported = { chatId: walkers, id: storedRow(walkers).id } as const

const forward = { name: 'forward', messages: [storedRow(walkers)] } as const

export const sections: readonly Section[] = [
  { name: 'controls', content: <Controls /> },
  { name: 'chat-rows', content: <Rows /> },
  // Presence turns grey a moment after the connection is lost.
  { name: 'lists', content: <Lists />, state: withoutNetwork, ready: '[data-presence=unknown]' },
  { name: 'bubbles', content: <Feed layout="bubbles" /> },
  { name: 'flat', content: <Feed layout="flat" /> },
  { name: 'formatted', content: <FormattedRows />, ready: '[data-sign]' },
  { name: 'cards', content: <Cards />, ready: '[data-testid=contact-card]' },
  { name: 'media', content: <MediaRows />, ready: '[data-open-media]' },
  { name: 'voice', content: <Voice />, ready: '[data-testid=player-bar]' },
  { name: 'composers', content: <Composers />, ready: '[data-testid=attach-tray] img' },
  {
    name: 'chat',
    content: <WholeChat />,
    ready: ':is([data-testid=pinned-bar],[data-testid=announcement],[data-testid=requests-bar])',
  },
  { name: 'overlays', content: <Overlays /> },
  { name: 'empty-chats', content: <EmptyChats /> },
  {
    name: 'new-sign-in',
    content: <SignIns />,
    state: { sessions: new Map([...sessions, newSession].map((one) => [one.id, one])) },
  },
  { name: 'people', content: <People /> },
  { name: 'contents', content: <Contents />, ready: '[data-testid=contents] a' },
  { name: 'settings', content: <Settings /> },
  { name: 'coming', content: <LoadingPanes /> },
  { name: 'auth', content: <Auth /> },
  { name: 'second-step', content: <SecondStep /> },
  { name: 'identities', content: <Identities /> },
  { name: 'unknown-person', content: <UnknownPerson /> },
  { name: 'second-factor', content: <SecondFactor />, ready: 'svg[role=img]', state: withFactor },
  { name: 'export', content: <Export /> },
  { name: 'passkeys', content: <Passkeys /> },
  { name: 'rail', content: <Places />, state: asAdmin },
  {
    name: 'admin',
    content: <Administration />,
    ready: 'body:has([data-audit-entry]):has([data-report]) [data-account]',
    state: asAdmin,
  },
  { name: 'first-run', content: <NewServer />, ready: '[role=radio], input[type=radio]', state: asAdmin },
  { name: 'mail-tests', content: <MailTests /> },
  { name: 'report-cards', content: <ReportCards /> },
  { name: 'spam-waves', content: <SpamWaves /> },
  over('menu-and-toast', '[role=menu]', <OpenMenu />),
  over('switcher', dialog, <OpenDialog dialog={{ name: 'switcher' }} />),
  over('group-settings', dialog, <OpenDialog dialog={{ name: 'group', chatId: walkers, what: 'settings' }} />),
  over('person', dialog, <OpenDialog dialog={{ name: 'person', userId: bob.id }} />),
  over('block', dialog, <OpenDialog dialog={{ name: 'block', userId: carol.id }} />),
  over('report', dialog, <OpenDialog dialog={{ name: 'report', userId: carol.id, message: reported }} />),
  over('report-thanks', dialog, <OpenReportThanks />),
  over('reports', '[data-report]', <OpenDialog dialog={{ name: 'groupReports', chatId: walkers }} />),
  over('send-location', dialog, <OpenDialog dialog={sendLocation} />),
  over('send-contact', dialog, <OpenDialog dialog={sendContact} />),
  over('go-to-date', dialog, <OpenDialog dialog={goToDate} />),
  over('forward', dialog, <OpenDialog dialog={forward} />),
  over('message-menu', '[role=menu]', <OpenMessageMenu />),
  over('selection-bar', '[data-testid=selection-bar]', <Selecting />),
  over('viewer', '[data-testid=viewer] img[data-loaded]', <OpenViewer />),
  over('attach-menu', '[role=menu]', <OpenAttachMenu />),
  over('send-sheet', '[data-testid=send-sheet] img', <OpenSendSheet />),
  over('delete-account', dialog, <OpenDeleteAccount />),
  over('email-address', dialog, <OpenAddress />),
  over('add-passkey', dialog, <OpenAddPasskey />),
  over('set-up-second-factor', dialog, <OpenSetUp />),
  over('request-export', dialog, <OpenExport />),
  over('turn-off-second-factor', dialog, <OpenTurnOff />),
  over('coming-overlay', 'dialog[open]', <LoadingOverlay />),
  { ...over('not-coming', '[data-testid=not-coming]', <FailingPane />), state: withoutNetwork },
  over('outdated', '[data-testid=not-coming]', <FailingPane outdated />),
  over('update-toast', '[data-notices] button', <UpdateToast />),
  { ...over('offline-line', '[role=status] svg', <OfflineLine />), state: withoutNetwork },
  over('emoji', '[data-testid=emoji-picker] [role=gridcell]', <OpenEmoji />),
]
