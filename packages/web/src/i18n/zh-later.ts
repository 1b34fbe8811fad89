import type { LaterCatalog } from './catalog'
import { zhGroupTools } from './zh-group-tools'
import { zhLaterAccount } from './zh-later-account'
import { zhLaterChat } from './zh-later-chat'
import { zhLaterChatting } from './zh-later-chatting'
import { zhLaterContents } from './zh-later-contents'
import { zhLaterDocs } from './zh-later-docs'
import { zhLaterFriends } from './zh-later-friends'
import { zhLaterGroups } from './zh-later-groups'
import { zhLaterMedia } from './zh-later-media'
import { zhLaterPresence } from './zh-later-presence'
import { zhLaterSettings } from './zh-later-settings'
import { zhLaterShell } from './zh-later-shell'
import { zhLaterStorage } from './zh-later-storage'

export const zhLater = {
  ...zhGroupTools,
  ...zhLaterAccount,
  ...zhLaterChat,
  ...zhLaterChatting,
  ...zhLaterContents,
  ...zhLaterDocs,
  ...zhLaterFriends,
  ...zhLaterGroups,
  ...zhLaterMedia,
  ...zhLaterPresence,
  ...zhLaterSettings,
  ...zhLaterShell,
  ...zhLaterStorage,
} as const satisfies LaterCatalog
