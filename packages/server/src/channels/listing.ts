import { type Input, limits, type Result } from '@parley/protocol'
import { fail } from '../lib/fail'
import { foldName } from '../lib/fold-name'
import type { Queries } from '../storage/database'
import * as store from './store'

/** A page of channels, and whether there are more. */
export const cardsOf = async (
  db: Queries,
  userKey: number,
  { query, after }: Input<'channels.list'>,
): Promise<Pick<Result<'channels.list'>, 'channels' | 'more'>> => {
  const from = after && (await store.selectChannel(db, after))
  if (after && !from) throw fail('not_found', { field: 'after' })
  const cards = await store.selectListed(db, {
    userKey,
    query: foldName(query),
    after: from && { key: from.key, folded: from.name_folded ?? '' },
  })
  return { channels: cards.slice(0, limits.channelsPage), more: cards.length > limits.channelsPage }
}
