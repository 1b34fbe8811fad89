/**
 * The bare upload loop, the upper bound for Bun and the disk. It appends the bytes of each request to a file in the
 * working directory, syncs the file and responds. It has no accounts, checks or rows. It runs as its own process and
 * prints the port.
 */
import { open } from 'node:fs/promises'

const file = await open('upload.bin', 'w')
let offset = 0

const server = Bun.serve({
  hostname: '127.0.0.1',
  port: 0,
  async fetch({ body }) {
    for await (const chunk of body ?? []) {
      await file.write(chunk, 0, chunk.length, offset)
      offset += chunk.length
    }
    await file.datasync()
    return new Response(null, { status: 204, headers: { 'upload-offset': String(offset) } })
  },
})

console.log(`listening on ${server.port}`)
