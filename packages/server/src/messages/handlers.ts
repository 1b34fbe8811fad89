import type { Handlers } from '../lib/handlers'
import type { Hiding } from './hiding'
import type { MessageChanges } from './message-changes'
import type { Messages } from './messages'
import type { MessagePages } from './pages'
import type { Playing } from './playing'
import type { Reacting } from './reacting'
import type { Reactors } from './reactors'
import type { Receipts } from './receipts'

export interface MessageHandlersOptions {
  readonly messages: Messages
  readonly pages: MessagePages
  readonly changes: MessageChanges
  readonly hiding: Hiding
  readonly playing: Playing
  readonly reacting: Reacting
  readonly reactors: Reactors
  readonly receipts: Receipts
}

export const messageHandlers = ({
  messages,
  pages,
  changes,
  hiding,
  playing,
  reacting,
  reactors,
  receipts,
}: MessageHandlersOptions): Handlers<'messages'> => ({
  send: (caller, input) => messages.send(caller, input),
  forward: (caller, input) => messages.forward(caller, input),
  edit: (caller, input) => changes.edit(caller, input),
  retract: (caller, input) => changes.retract(caller, input),
  pin: (caller, input) => changes.pin(caller, input),
  hide: (caller, input) => hiding.hide(caller, input),
  markPlayed: (caller, input) => playing.markPlayed(caller, input),
  react: (caller, input) => reacting.react(caller, input),
  reactors: (caller, input) => reactors.list(caller, input),
  list: (caller, input) => pages.list(caller, input),
  media: (caller, input) => pages.media(caller, input),
  receipts: (caller, input) => receipts.receipts(caller, input),
})
