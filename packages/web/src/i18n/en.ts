import { enAccount } from './en-account'
import { enChat } from './en-chat'
import { enChatting } from './en-chatting'
import { enErrors } from './en-errors'
import { enFriends } from './en-friends'
import { enGroups } from './en-groups'
import { enMedia } from './en-media'
import { enPresence } from './en-presence'
import { enSettings } from './en-settings'
import { enShell } from './en-shell'

/** English: the catalog that all others follow; a missing key elsewhere does not compile. */
export const en = {
  ...enShell,
  ...enAccount,
  ...enChat,
  ...enErrors,
  ...enFriends,
  ...enPresence,
  ...enSettings,
  ...enChatting,
  ...enGroups,
  ...enMedia,
} as const
