export const enLaterStorage = {
  storageTitle: 'Storage',
  storageBody: 'The files you sent take room on the server. This device keeps a copy of your chats.',
  storageUsed: '{used} used',
  storageUsedOf: '{used} of {quota} used',
  storageFailed: 'The server didn’t say how much room your files take. Try again later.',
  largestChats: 'Chats with most of your files',
  filesTaking: { one: '{size} · {count} file', other: '{size} · {count} files' },
  clearCache: 'Clear this device’s cache',
  clearCacheTitle: 'Clear this device’s cache?',
  clearCacheBody: 'Your chats load again from the server. Unsent messages and drafts stay.',
  clearCacheConfirm: 'Clear and reload',
} as const
