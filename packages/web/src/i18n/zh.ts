import type { Catalog } from './catalog'
import { zhAccount } from './zh-account'
import { zhChat } from './zh-chat'
import { zhErrors } from './zh-errors'
import { zhFriends } from './zh-friends'
import { zhMedia } from './zh-media'
import { zhShell } from './zh-shell'

export const zh = {
  ...zhShell,
  ...zhAccount,
  ...zhChat,
  ...zhErrors,
  ...zhFriends,
  ...zhMedia,
} as const satisfies Catalog
