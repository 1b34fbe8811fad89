/** Runs in a worker: one PASSIVE checkpoint for each message. */
import { openConnection } from './bun-sqlite'
import type { CheckpointPass } from './checkpointer'

declare const self: Worker

const connection = openConnection(process.env.DATABASE ?? '')
const checkpoint = connection.query<{ log: number }, []>('PRAGMA wal_checkpoint(PASSIVE)')
const pageBytes = connection.query<{ page_size: number }, []>('PRAGMA page_size').get()?.page_size ?? 4096

const pass = (): CheckpointPass => {
  try {
    return { logBytes: Math.max(checkpoint.get()?.log ?? 0, 0) * pageBytes }
  } catch {
    // The disk is full or failing. The log stays, and the writer's own writes report the failure.
    return { logBytes: 0 }
  }
}

self.onmessage = () => {
  self.postMessage(pass())
}
