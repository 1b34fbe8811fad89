import type { Peer } from '@parley/server/src/gateway/peer'

/** The server's side of a connection. */
export interface ServerEnd {
  receive(frame: string): void
  closed(): void
}

/** A file that a client sends. */
export interface FileUpload {
  readonly token: string
  readonly path: string
  /** In bytes. */
  readonly size: number
}

/** A server that can be reached. */
export interface Listener {
  accept(peer: Peer): ServerEnd
  upload(file: FileUpload): Promise<void>
  download(address: string): Promise<number | undefined>
}
