import { createServer } from 'node:net'

/**
 * Below the ports that systems give to outgoing connections (Linux from 32768, others from 49152). So no connection
 * takes a port between its choice and its server, nor during a restart of its server.
 */
const lowest = 10_240
const perProcess = 200
const processes = 110

/** Processes that run side by side, whose ids are near each other, choose among different ports. */
const first = lowest + (process.pid % processes) * perProcess
let chosen = 0

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })

/** A free port, for a server that needs a given port. Throws when there is none. */
export const freePort = async (): Promise<number> => {
  for (let tried = 0; tried < perProcess; tried++) {
    const port = first + (chosen++ % perProcess)
    if (await isFree(port)) return port
  }
  throw new Error(`Every port from ${first} to ${first + perProcess - 1} is taken: end what listens there.`)
}
