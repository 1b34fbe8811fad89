import { limits } from '@parley/protocol'
import type { Schema } from './schema'

/** Whether only those who watch a chat hear what is said in it; everybody else hears where it stands. */
export const isLarge = (chat: { readonly kind: Schema['chats']['kind']; readonly member_count: number }): boolean =>
  chat.kind === 'channel' || chat.member_count > limits.pushAllMembers
