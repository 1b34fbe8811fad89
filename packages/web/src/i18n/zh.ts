import type { Catalog } from './catalog'
import { zhAccount } from './zh-account'
import { zhChat } from './zh-chat'
import { zhErrors } from './zh-errors'
import { zhShell } from './zh-shell'

export const zh = { ...zhShell, ...zhAccount, ...zhChat, ...zhErrors } as const satisfies Catalog
