import type { Handlers } from '../lib/handlers'
import type { MessageParts } from './create-messages'

export const messagesHandlers = ({
  messages,
  pages,
  changes,
  hiding,
  playing,
  reacting,
  reactors,
  receipts,
}: MessageParts): Handlers<'messages'> => ({
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
