import type { LocalStore } from '@parley/sdk'
import type { Blobs } from '@parley/server/src/blobs/blobs'
import { forgetfulDatabase } from '@parley/server/src/testing/forgetful-database'
import { everyNth } from './every-nth'
import { lossyStore } from './lossy-store'
import { bytesOf, type SimulatedBlobs } from './simulated-blobs'
import type { Faults } from './simulated-node'

/** The same blobs, with one changed method. */
const changed = (blobs: SimulatedBlobs, change: Partial<Blobs>): Blobs => Object.assign(Object.create(blobs), change)

/** Never removes bytes. */
const keepBytes = (blobs: SimulatedBlobs): Blobs => changed(blobs, { remove: async () => {} })

/** Never syncs, so that the machine writes the bytes at some time. */
const neverSync = (blobs: SimulatedBlobs): Blobs =>
  changed(blobs, { put: async (key, source) => blobs.write(key, await bytesOf(source)) })

/** Adds all pictures seen so far to some responses. */
const showAllPictures = () => {
  const now = everyNth(3)
  const all = new Set<string>()
  return (frame: string) => {
    const media = /"media":\[(\{"mediaId".*\})\]\}\}$/.exec(frame)?.[1]
    if (media === undefined) return frame
    const before = [...all].join()
    all.add(media)
    return before && now() ? frame.replace('"media":[', `"media":[${before},`) : frame
  }
}

/** A local store that loses the bytes of some pictures. */
const dropBytes = (store: LocalStore): LocalStore => {
  const now = everyNth(3)
  return lossyStore(store, ({ bytes, ...write }) => ({ ...write, ...(bytes && !now() ? { bytes } : {}) }))
}

const trigger = (when: string, what: string) => `create trigger planted ${when} begin ${what}; end`

/** Faults in the handling of pictures. */
export const pictureFaults: Readonly<Record<string, () => Faults>> = {
  'retraction that keeps the picture': () => ({
    schema: trigger('before update of released_at on media', 'select raise(ignore)'),
  }),
  'bytes of a retracted picture stay': () => ({ blobs: keepBytes }),
  "another user's picture is sent": () => ({
    database: (database) => forgetfulDatabase(database, 'media', 'owner_key'),
  }),
  'picture is sent twice': () => ({ database: (database) => forgetfulDatabase(database, 'media', 'message_id') }),
  'sweep removes a picture in use': () => ({
    schema: trigger(
      'after update of kept on media when new.message_id is not null',
      'update media set released_at = 0 where key = new.key',
    ),
  }),
  'picture that is never synced': () => ({ blobs: neverSync }),
  'picture is shown to non-members': () => ({ frame: showAllPictures() }),
  'dropped bytes of an unsent picture': () => ({ store: dropBytes }),
  'file counted twice': () => ({
    schema: trigger(
      'after insert on media when new.key % 3 = 0',
      'update usage set file_bytes = file_bytes + new.sent_size where user_key = new.owner_key',
    ),
  }),
}
