import { expect, test } from 'bun:test'
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { type ChatId, type Message, type MessageId, newUuidV7 } from '@parley/protocol'
import { callHttp, type Person, register } from '../lib/people'
import { RpcSocket } from '../lib/rpc-socket'
import { type ServerProcess, startServer } from '../lib/server-process'
import { temporaryDirectory } from '../lib/temporary-directory'
import { refusal } from './scene'

const savedMessages = async (url: string, alice: Person): Promise<ChatId> => {
  const { chat } = await callHttp(url, { method: 'chats.direct', params: { userId: alice.userId }, token: alice.token })
  return chat.id
}

/** Writes until the server refuses. Returns the acknowledged messages and the refusal. */
const writeUntilFull = async (url: string, alice: Person, chatId: ChatId) => {
  using socket = await RpcSocket.connect(url, alice.token)
  const stored: Message[] = []
  const text = '界'.repeat(8_000)
  const send = () =>
    socket.call('messages.send', { id: newUuidV7() as MessageId, chatId, body: { type: 'text', text } })
  for (;;) {
    const sent = send()
    const error = await sent.then(
      (message) => void stored.push(message),
      () => refusal(sent),
    )
    if (error) return { stored, error }
  }
}

/** Fills the disk of a server, and checks the effects for its users. */
const fillDisk = async (server: ServerProcess): Promise<{ alice: Person; chatId: ChatId; stored: Message[] }> => {
  const alice = await register(server.url, 'alice')
  const chatId = await savedMessages(server.url, alice)
  const { stored, error } = await writeUntilFull(server.url, alice, chatId)
  expect(error.data).toMatchObject({ code: 'unavailable', retry: true })
  expect(stored.length).toBeGreaterThan(50)
  for (const message of [stored[0], stored.at(-1)]) {
    if (!message) continue
    const params = { chatId, around: message.seq, limit: 10 }
    const page = await callHttp(server.url, { method: 'messages.list', params, token: alice.token })
    expect(page.messages).toContainEqual(message)
  }
  return { alice, chatId, stored }
}

/** The log explains to operators why sends fail, and what to do. */
const explainsFullDisk = /"level":"error".*"method":"messages\.send".*free space/

const env = { PARLEY_RATE_LIMITS: 'off' }
const maySetUpDisks = process.platform === 'linux' && process.getuid?.() === 0

/** A disk of 24 MiB in memory, or the reason why it can't be created. */
const smallDisk = (): { path: string; remove: () => void } | string => {
  if (!maySetUpDisks) return 'mounting a small disk takes root on Linux'
  const directory = temporaryDirectory('full-disk')
  const mount = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', directory.path])
  if (mount.status !== 0) {
    directory[Symbol.dispose]()
    return `mounting failed: ${mount.stderr?.toString().trim()}`
  }
  return {
    path: directory.path,
    remove: () => {
      spawnSync('umount', ['-l', directory.path])
      directory[Symbol.dispose]()
    },
  }
}

const disk = smallDisk()
if (typeof disk === 'string') console.log(`Test with a disk of 24 MiB skipped: ${disk}.`)

test.skipIf(typeof disk === 'string')(
  '[DL32] on a full disk a send returns unavailable, and stored messages stay',
  async () => {
    if (typeof disk === 'string') return
    try {
      const ballast = `${disk.path}/ballast`
      writeFileSync(ballast, Buffer.alloc(6 * 1024 * 1024))
      const dataDir = `${disk.path}/data`
      mkdirSync(dataDir)
      const server = await startServer({ dataDir, env })
      const { alice, chatId, stored } = await fillDisk(server)
      rmSync(ballast)
      const body = { type: 'text' as const, text: 'there is room again' }
      const params = { id: newUuidV7() as MessageId, chatId, body }
      const after = await callHttp(server.url, { method: 'messages.send', params, token: alice.token })
      expect(after.seq).toBe((stored.at(-1)?.seq ?? 0) + 1)
      const { exitCode, output } = await server.end('SIGTERM')
      expect(exitCode).toBe(0)
      expect(output).toMatch(explainsFullDisk)
    } finally {
      disk.remove()
    }
  },
)

test.skipIf(process.platform === 'win32')('[DL32] with a limit on file sizes a send returns unavailable', async () => {
  using directory = temporaryDirectory('file-limit')
  const blocks = (8 * 1024 * 1024) / 512
  const limited = (command: readonly string[]) => [
    'sh',
    '-c',
    `trap '' XFSZ; ulimit -f ${blocks}; exec "$@"`,
    'sh',
    ...command,
  ]
  await using server = await startServer({ dataDir: `${directory.path}/data`, env, inside: limited })
  await fillDisk(server)
  expect((await server.end('SIGTERM')).output).toMatch(explainsFullDisk)
})
