import { newSecret } from './secret'

const BOOT_BYTES = 6

/** Makes ids for calls: what names this run of the process, and a number. They are cheap, because every call has one. */
export const createRequestIds = (): (() => string) => {
  const boot = newSecret(BOOT_BYTES)
  let calls = 0
  return () => `${boot}-${(++calls).toString(36)}`
}
