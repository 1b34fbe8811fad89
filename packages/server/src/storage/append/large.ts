import { limits } from '@parley/protocol'
import type { Schema } from '../schema'

/** Whether only watchers of a chat receive its messages. Other members receive its head. */
export const isLarge = (chat: { readonly kind: Schema['chats']['kind']; readonly member_count: number }): boolean =>
  chat.kind === 'channel' || chat.member_count > limits.pushAllMembers
