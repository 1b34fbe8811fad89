import type { LocalStore } from '@parley/sdk'

type StoreWrite = Parameters<LocalStore['write']>[0]

/** The same local store, which stores what `change` makes of each write. */
export const lossyStore = (store: LocalStore, change: (write: StoreWrite) => StoreWrite): LocalStore => ({
  persistent: store.persistent,
  open: () => store.open(),
  tail: (chatId) => store.tail(chatId),
  bytes: (id, mediaId) => store.bytes(id, mediaId),
  attached: (chatId) => store.attached(chatId),
  reset: (epoch) => store.reset(epoch),
  wipe: () => store.wipe(),
  close: () => store.close(),
  write: (write, when) => store.write(change(write), when),
})
