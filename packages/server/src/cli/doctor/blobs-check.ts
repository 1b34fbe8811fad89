import { existsSync } from 'node:fs'
import { newUuidV7 } from '@parley/protocol'
import type { Blobs } from '../../blobs/blobs'
import { openBlobsAt } from '../../blobs/open-blobs'
import type { BlobsAddress } from '../../config/blobs-address'
import type { Config } from '../../config/config'
import { Failure } from '../../lib/fail'
import { Networks } from '../../lib/networks'
import { bad, type Check, type Finding, good, warning } from './check'

const PROBE_BYTES = 64 * 1024
const SLOW_MS = 1_000
/** Together less than a check has. */
const patience = { answerMs: 2_500 }

/** Whether files can be stored, read, copied, listed and removed where `PARLEY_BLOBS_URL` says. A probe is removed again. */
export const blobsCheck = ({ blobs: address }: Pick<Config, 'blobs'>): Check => ({
  name: 'files',
  run: async () => {
    if (address === undefined) return [good('They are in the data directory.')]
    if (address.kind === 'directory' && !existsSync(address.path))
      return [
        warning(
          `${address.path} does not exist.`,
          'The server creates it with the first file. If it is on another machine, mount it before you start the server.',
        ),
      ]
    const blobs = openBlobsAt(address, { patience })
    try {
      return [...unencrypted(address), ...(await probe(blobs))]
    } catch (error) {
      return [bad(sentenceOf(error), 'Until this is fixed, files can be neither sent nor opened.')]
    }
  },
})

const probe = async (blobs: Blobs): Promise<Finding[]> => {
  const id = newUuidV7()
  const key = `${id}/doctor`
  const copy = `${id}/copy`
  const bytes = crypto.getRandomValues(new Uint8Array(PROBE_BYTES))
  const startedMs = performance.now()
  try {
    await blobs.put(key, bytes)
    const storedMs = performance.now()
    const part = await (await blobs.get(key))?.slice(10, PROBE_BYTES - 10)
    const read = new Uint8Array(await new Response(part ?? null).arrayBuffer())
    const readMs = performance.now()
    if (!Buffer.from(read).equals(bytes.subarray(10, PROBE_BYTES - 10)))
      return [
        bad(
          `${blobs.place} returned different bytes than were stored.`,
          'Use another store. This one would lose files.',
        ),
      ]
    await blobs.copy(key, copy)
    await blobs.list({ limit: 1 })
    return [timeFinding(blobs.place, { storeMs: storedMs - startedMs, readMs: readMs - storedMs })]
  } finally {
    await blobs.remove(id)
  }
}

const timeFinding = (place: string, { storeMs, readMs }: { storeMs: number; readMs: number }): Finding => {
  const text = `${place} stores 64 KiB in ${storeMs.toFixed(0)} ms and reads them in ${readMs.toFixed(0)} ms.`
  return Math.max(storeMs, readMs) < SLOW_MS
    ? good(text)
    : warning(text, 'Move the store closer to the nodes, or find out why it is slow.')
}

const unencrypted = (address: BlobsAddress): Finding[] => {
  if (address.kind !== 's3' || address.endpoint.startsWith('https:')) return []
  const { hostname } = new URL(address.endpoint)
  if (hostname === 'localhost' || new Networks(['loopback']).has(hostname.replace(/^\[|\]$/g, ''))) return []
  return [
    warning(
      `Files travel to ${address.endpoint} without encryption.`,
      'Remove tls=off from PARLEY_BLOBS_URL, unless you trust everyone on that network.',
    ),
  ]
}

/** A caller's sentence says less than an operator needs. */
const sentenceOf = (error: unknown): string => {
  const cause = error instanceof Failure ? (error.details.cause ?? error) : error
  return cause instanceof Error ? cause.message : String(cause)
}
