import { enGroupTools } from './en-group-tools'
import { enLaterAccount } from './en-later-account'
import { enLaterChat } from './en-later-chat'
import { enLaterChatting } from './en-later-chatting'
import { enLaterContents } from './en-later-contents'
import { enLaterDocs } from './en-later-docs'
import { enLaterFriends } from './en-later-friends'
import { enLaterGroups } from './en-later-groups'
import { enLaterMedia } from './en-later-media'
import { enLaterPresence } from './en-later-presence'
import { enLaterSettings } from './en-later-settings'
import { enLaterShell } from './en-later-shell'
import { enLaterStorage } from './en-later-storage'

/** English words that no first look needs: they come with the parts of the client that are loaded later. */
export const enLater = {
  ...enGroupTools,
  ...enLaterAccount,
  ...enLaterChat,
  ...enLaterChatting,
  ...enLaterContents,
  ...enLaterDocs,
  ...enLaterFriends,
  ...enLaterGroups,
  ...enLaterMedia,
  ...enLaterPresence,
  ...enLaterSettings,
  ...enLaterShell,
  ...enLaterStorage,
} as const
