import type { Handlers } from '../lib/handlers'
import type { Hiding } from './hiding'
import type { MessageChanges } from './message-changes'
import type { Messages } from './messages'
import type { Reacting } from './reacting'

export interface MessageHandlersOptions {
  readonly messages: Messages
  readonly changes: MessageChanges
  readonly hiding: Hiding
  readonly reacting: Reacting
}

export const messageHandlers = ({
  messages,
  changes,
  hiding,
  reacting,
}: MessageHandlersOptions): Handlers<'messages'> => ({
  send: (caller, input) => messages.send(caller, input),
  edit: (caller, input) => changes.edit(caller, input),
  retract: (caller, input) => changes.retract(caller, input),
  hide: (caller, input) => hiding.hide(caller, input),
  react: (caller, input) => reacting.react(caller, input),
  list: (caller, input) => messages.list(caller, input),
})
