import type { MediaId, MessageId } from '@parley/protocol'
import type { OutboxEntry } from '../store/store'
import { bodyOfItem } from './media-body'
import type { Refusal } from './media-uploads'
import type { EntryBytes } from './outbox-writer'

interface SplitOptions {
  readonly newId: () => MessageId
  readonly bytes: (id: MessageId, mediaId: MediaId) => Promise<Blob | undefined>
}

/** Makes failed messages of what an album had to be parted from, with the bytes of their files. */
export const splitRefused = async (
  rest: OutboxEntry,
  refused: readonly Refusal[],
  { newId, bytes: bytesOf }: SplitOptions,
): Promise<{ readonly parted: OutboxEntry[]; readonly bytes: EntryBytes[] }> => {
  const { chatId, at, order } = rest
  const parted: OutboxEntry[] = []
  const bytes: EntryBytes[] = []
  for (const { item, error } of refused) {
    const id = newId()
    parted.push({ id, chatId, body: bodyOfItem(item), at, order, error: error.code })
    const poster = item.kind === 'video' ? item.poster : undefined
    for (const mediaId of [item.mediaId, ...(poster ? [poster] : [])]) {
      const one = await bytesOf(rest.id, mediaId)
      if (one) bytes.push([id, mediaId, one])
    }
  }
  return { parted, bytes }
}
