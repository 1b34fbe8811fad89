import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { startErrorSentence } from '../cli/start-error'
import { parseConfig } from '../config/config'
import { systemClock } from '../lib/clock'
import { TestNats, whyNoNats } from '../testing/nats'
import { connectBus } from './connect'
import { InProcessBus } from './in-process'
import { NatsBus } from './nats'
import { parseNatsUrl } from './nats-address'

const missing = whyNoNats()
if (missing) console.log(`Skipped, starting with NATS: ${missing}.`)

const config = parseConfig({ env: {} })
const open = (natsUrl: string | undefined) =>
  connectBus({ config: { natsUrl }, installation: 'test', name: 'test', clock: systemClock, onError: () => {} })

/** The sentence that a start ends with; that it works is no sentence. */
const sentence = async (natsUrl: string): Promise<string | undefined> => {
  try {
    const { bus } = await open(natsUrl)
    await bus.stop()
    return 'it starts'
  } catch (error) {
    return startErrorSentence(error, config)
  }
}

test('without an address the node is alone', async () => {
  const { bus, peers } = await open(undefined)
  expect(bus).toBeInstanceOf(InProcessBus)
  expect(peers).toBeUndefined()
})

test('an address may have several servers, a user, a token, TLS, and no port', () => {
  expect(parseNatsUrl('nats://one, nats://two:4333')).toEqual({ servers: ['one:4222', 'two:4333'], access: {} })
  expect(parseNatsUrl('nats://al%40ice:p%3Aw@one')).toEqual({
    servers: ['one:4222'],
    access: { user: 'al@ice', pass: 'p:w' },
  })
  expect(parseNatsUrl('tls://token@[::1]:1').access).toEqual({ token: 'token', tls: {} })
})

test('a server that does not answer refuses the start', async () => {
  // No program listens on port 1 by default.
  expect(await sentence('nats://alice:secret@127.0.0.1:1')).toBe(
    'No NATS server answers at 127.0.0.1:1 (connection refused): start it, or correct PARLEY_NATS_URL.',
  )
})

test('a server that is too old refuses the start', async () => {
  const answers = (data: string) => (data.includes('PING') ? 'PONG\r\n' : '')
  const old = Bun.listen({
    hostname: '127.0.0.1',
    port: 0,
    socket: {
      open: (socket) => void socket.write('INFO {"version":"2.8.4","proto":1,"max_payload":1048576}\r\n'),
      data: (socket, data) => void socket.write(answers(data.toString())),
    },
  })
  expect(await sentence(`nats://127.0.0.1:${old.port}`)).toBe(
    `The NATS server at 127.0.0.1:${old.port} has version 2.8.4: Parley needs 2.9 or later. Update it.`,
  )
  old.stop(true)
})

describe.skipIf(missing !== undefined)('a server that asks who is there', () => {
  let nats: TestNats
  let guarded: TestNats
  beforeAll(async () => {
    nats = await TestNats.start('authorization { user: alice, password: "right:one" }')
    guarded = await TestNats.start('authorization { token: "t0ken" }')
  })
  afterAll(async () => {
    await nats[Symbol.asyncDispose]()
    await guarded[Symbol.asyncDispose]()
  })

  test('lets in who has the password or the token', async () => {
    expect(await sentence(`nats://alice:right%3Aone@127.0.0.1:${nats.port}`)).toBe('it starts')
    expect(await sentence(`nats://t0ken@127.0.0.1:${guarded.port}`)).toBe('it starts')
  })

  test('refuses others with a sentence that keeps the password to itself', async () => {
    for (const natsUrl of [`nats://alice:wr0ng@127.0.0.1:${nats.port}`, nats.url]) {
      const said = await sentence(natsUrl)
      expect(said).toStartWith(
        `NATS at 127.0.0.1:${nats.port} refuses to authenticate: put the right user and password`,
      )
      expect(said).not.toContain('wr0ng')
    }
  })

  test('without TLS refuses clients that require it', async () => {
    expect(await sentence(`tls://t0ken@127.0.0.1:${guarded.port}`)).toStartWith(
      `NATS at 127.0.0.1:${guarded.port} cannot be reached with TLS`,
    )
  })

  test('is not required when another one of several responds', async () => {
    const { bus, peers } = await open(`nats://127.0.0.1:1,nats://t0ken@127.0.0.1:${guarded.port}`)
    expect(bus).toBeInstanceOf(NatsBus)
    expect(peers).toBeDefined()
    await bus.stop()
  })
})
