import { fromWire, noResponseError, type ParleyError } from '@parley/sdk/error'
import type { Upload } from '@parley/sdk/upload'
import { toWireError } from '@parley/server/src/lib/fail'
import type { Random } from '@parley/server/src/testing/random'
import { BrokenOff, type Exchanges } from './exchanges'

const fileBytes = { low: 100, high: 5_000 }

/** A file whose content is never read. Only its size matters. */
export const fileOf = (random: Random): Blob =>
  new Blob([new Uint8Array(random.between(fileBytes.low, fileBytes.high))])

/** Maps errors as over HTTP: a refusal of the server keeps its error, everything else becomes an unknown outcome. */
const asAnswered = (error: unknown): ParleyError =>
  error instanceof BrokenOff ? noResponseError() : fromWire(toWireError(error))

/** Sends the SDK's files in the simulation. */
export const uploadOver =
  (exchanges: Exchanges, token: string): Upload =>
  ({ path, bytes, signal }) =>
    new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(noResponseError()))
      exchanges
        .ask((server) => server.upload({ token, path, size: bytes.size }))
        .then(resolve, (error) => reject(asAnswered(error)))
    })
