import { enAccount } from './en-account'
import { enChat } from './en-chat'
import { enErrors } from './en-errors'
import { enFriends } from './en-friends'
import { enMedia } from './en-media'
import { enShell } from './en-shell'

/** English: the catalog that all others follow; a missing key elsewhere does not compile. */
export const en = { ...enShell, ...enAccount, ...enChat, ...enErrors, ...enFriends, ...enMedia } as const
