import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { systemClock } from '../lib/clock'
import { type Failure, fail } from '../lib/fail'
import { TestNats, whyNoNats } from '../testing/nats'
import { type NatsNode, natsNode } from '../testing/nats-nodes'
import { NatsPeers } from './nats-peers'
import type { NodeInfo, NodeStats } from './peers'

const missing = whyNoNats()
if (missing) console.log(`Skipped, asking other nodes over NATS: ${missing}.`)

const LONG_MS = 60_000

const info = (id: string): NodeInfo => ({
  id,
  host: 'machine',
  version: '0.1.0',
  roles: ['api', 'gateway'],
  startedAt: 1_700_000_000_000,
})
const stats = (): NodeStats => ({ connections: 3, messagesTotal: 10, messagesPerSecond: 0.5, sweepLagMs: 4 })

interface Peer extends NatsNode {
  readonly peers: NatsPeers
}

let nats: TestNats
beforeAll(async () => {
  if (!missing) nats = await TestNats.start()
})
afterAll(() => nats?.[Symbol.asyncDispose]())

/** A separate name for each test, so that it doesn't see the nodes of others. */
let installation = 0
const alone = () => {
  installation++
}
const open = async (url = nats.url): Promise<Peer> => {
  const node = await natsNode(url, `test${installation}`)
  const options = { link: node.link, installation: `test${installation}`, clock: systemClock }
  return Object.assign(node, { peers: new NatsPeers({ ...options, onError: (error) => node.errors.push(error) }) })
}

describe.skipIf(missing !== undefined)('asking other nodes over NATS', () => {
  test('exactly one of several nodes answers a request', async () => {
    alone()
    await using asks = await open()
    await using first = await open()
    await using second = await open()
    const heard: string[] = []
    for (const [name, { peers }] of Object.entries({ first, second }))
      await peers.serve('api', async (request) => {
        heard.push(request)
        return `${request} by ${name}`
      })
    const requests = Array.from({ length: 40 }, (_, at) => `request ${at}`)
    const answers = await Promise.all(requests.map((one) => asks.peers.request('api', one, LONG_MS)))
    expect(heard.sort()).toEqual([...requests].sort())
    expect(answers.map((answer) => answer.replace(/ by (first|second)$/, ''))).toEqual(requests)
  })

  test('without a node that serves the role a request fails at once', async () => {
    alone()
    await using asks = await open()
    const error: Failure = await asks.peers.request('api', 'x', LONG_MS).catch((reason) => reason)
    expect(error).toMatchObject({ failure: 'unavailable', message: expect.stringContaining('Nothing was stored') })
  })

  test('a node that serves the role answers itself', async () => {
    alone()
    await using node = await open()
    await node.peers.serve('api', async (request) => request.toUpperCase())
    expect(await node.peers.request('api', 'x', LONG_MS)).toBe('X')
  })
})

describe.skipIf(missing !== undefined)('answers over NATS', () => {
  test('an answer that does not come in time is not waited for, and repeating is said to be safe', async () => {
    alone()
    await using asks = await open()
    await using serves = await open()
    let answer = (_text: string) => {}
    const asked = new Promise<void>((resolve) => {
      void serves.peers.serve('api', () => {
        resolve()
        return new Promise((late) => {
          answer = late
        })
      })
    })
    await serves.link.settled()
    const failed = asks.peers.request('api', 'x', 100).catch((reason: Failure) => reason)
    await asked
    expect(await failed).toMatchObject({ failure: 'unavailable', message: expect.stringContaining('safe to repeat') })
    answer('late')
    await serves.link.settled()
    await asks.link.settled()
    expect(asks.errors).toEqual([])
  })

  test('answers larger than a message may be come whole', async () => {
    alone()
    await using asks = await open()
    await using serves = await open()
    const texts: Record<string, string> = { empty: '', small: '{}', large: 'ü中😀'.repeat(400_000) }
    await serves.peers.serve('api', async (name) => texts[name] ?? 'none')
    for (const [name, text] of Object.entries(texts))
      expect((await asks.peers.request('api', name, LONG_MS)) === text).toBe(true)
  })
})

describe.skipIf(missing !== undefined)('asking over NATS when something fails', () => {
  test('a node that fails to answer says so', async () => {
    alone()
    await using asks = await open()
    await using serves = await open()
    await serves.peers.serve('api', async () => {
      throw fail('internal', { message: 'secret' })
    })
    const error: Failure = await asks.peers.request('api', 'x', LONG_MS).catch((reason) => reason)
    expect(error.failure).toBe('internal')
    expect(error.message).not.toContain('secret')
    expect(serves.errors).toMatchObject([{ message: 'secret' }])
  })

  test('while NATS is away requests fail at once, and those under way too', async () => {
    alone()
    await using own = await TestNats.start()
    await using asks = await open(own.url)
    await using serves = await open(own.url)
    const asked = new Promise<void>((resolve) => {
      void serves.peers.serve('api', () => {
        resolve()
        return new Promise(() => {})
      })
    })
    await serves.link.settled()
    const underWay = asks.peers.request('api', 'x', LONG_MS).catch((reason: Failure) => reason)
    await asked
    await own.kill()
    expect(await underWay).toMatchObject({ failure: 'unavailable' })
    expect(await asks.peers.request('api', 'x', LONG_MS).catch((reason: Failure) => reason)).toMatchObject({
      failure: 'unavailable',
    })
  })
})

describe.skipIf(missing !== undefined)('nodes seen over NATS', () => {
  test('nodes of this installation are listed with what they do, and those gone are not', async () => {
    alone()
    await using stranger = await open()
    await stranger.peers.announce(info('stranger'), stats)
    alone()
    await using one = await open()
    const two = await open()
    await one.peers.announce(info('one'), stats)
    await two.peers.announce(info('two'), () => ({ ...stats(), connections: 4 }))
    // A busy machine may take longer to answer than a list waits.
    const listed = async (count: number) => {
      for (let waitMs = 50; ; waitMs *= 2) {
        const nodes = await one.peers.list(waitMs)
        if (nodes.length === count) return nodes.sort((a, b) => a.id.localeCompare(b.id))
      }
    }
    expect(await listed(2)).toEqual([
      { ...info('one'), ...stats() },
      { ...info('two'), ...stats(), connections: 4 },
    ])
    await two[Symbol.asyncDispose]()
    expect((await listed(1)).map(({ id }) => id)).toEqual(['one'])
  })

  test('tools of NATS see a node', async () => {
    alone()
    await using node = await open()
    await node.peers.announce(info('node'), stats)
    await using tool = await open()
    const asked = ['PING', 'INFO', 'STATS'].flatMap((verb) => [
      `$SRV.${verb}`,
      `$SRV.${verb}.parley`,
      `$SRV.${verb}.parley.node`,
    ])
    for (const subject of asked) {
      const inbox = tool.link.newInbox()
      const answer = new Promise<{ id?: unknown; type?: unknown }>((resolve) => {
        tool.link.subscribe(inbox, (message) => resolve(message.json()))
      })
      tool.link.publish(subject, new Uint8Array(), inbox)
      const verb = subject.split('.')[1]?.toLowerCase()
      expect(await answer).toMatchObject({ type: `io.nats.micro.v1.${verb}_response`, name: 'parley', id: 'node' })
    }
  })
})
