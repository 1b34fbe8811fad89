import type { Catalog } from './catalog'
import { zhAccount } from './zh-account'
import { zhChat } from './zh-chat'
import { zhChatting } from './zh-chatting'
import { zhErrors } from './zh-errors'
import { zhFriends } from './zh-friends'
import { zhGroups } from './zh-groups'
import { zhMedia } from './zh-media'
import { zhPresence } from './zh-presence'
import { zhSettings } from './zh-settings'
import { zhShell } from './zh-shell'

export const zh = {
  ...zhShell,
  ...zhAccount,
  ...zhChat,
  ...zhErrors,
  ...zhFriends,
  ...zhPresence,
  ...zhSettings,
  ...zhChatting,
  ...zhGroups,
  ...zhMedia,
} as const satisfies Catalog
