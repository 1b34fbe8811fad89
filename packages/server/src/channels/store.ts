import type { ChatId } from '@parley/protocol'
import { toBytes } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'

export const selectChannel = (db: Queries, chatId: ChatId) =>
  db.selectFrom('chats').selectAll().where('id', '=', toBytes(chatId)).where('kind', '=', 'channel').executeTakeFirst()
