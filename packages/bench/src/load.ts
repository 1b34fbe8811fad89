/** Puts load on a running server: pairs of people who write to each other as fast as the server responds. */
import { closeSync, existsSync, openSync, readFileSync, writeFileSync, writeSync } from 'node:fs'
import type { MethodName, Params, Result } from '@parley/protocol'
import type { ChatId } from '@parley/protocol/ids'
import { emptyCounts } from './drive/direct-ws'
import { connect, Receiver, Sender } from './drive/member'
import { Latencies } from './lib/latencies'
import { eachOf, sleep } from './lib/wait'
import { ms, whole } from './report/row'

export interface LoadSettings {
  url: URL
  senders: number
  inFlight: number
  seconds: number
  /** The file that keeps the accounts between runs, because sign-ups are slow on purpose. */
  accountsPath: string | undefined
  /**
   * The file that gets a line `<chat id> <message id>` for every acknowledged message, written before the next one is
   * sent.
   */
  acksPath: string | undefined
}

/** A pair with its direct chat. */
export interface Account {
  chatId: ChatId
  senderToken: string
  peerToken: string
}

const post = async <N extends MethodName>(
  url: URL,
  call: { method: N; params: Params<N>; token?: string },
): Promise<Result<N>> => {
  const response = await fetch(new URL(`/api/${call.method}`, url), {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(call.token === undefined ? {} : { authorization: `Bearer ${call.token}` }),
    },
    body: JSON.stringify(call.params),
  })
  if (!response.ok) throw new Error(`${call.method}: ${response.status} ${await response.text()}`)
  return (await response.json()) as Result<N>
}

const registerPair = async (url: URL): Promise<Account> => {
  const register = (name: string) => {
    const username = `${name}_${crypto.randomUUID().slice(0, 8)}`
    const params = { username, name, password: crypto.randomUUID() }
    return post(url, { method: 'accounts.register', params })
  }
  const [sender, peer] = await Promise.all([register('alice'), register('bob')])
  const { chat } = await post(url, {
    method: 'chats.direct',
    params: { userId: peer.user.id },
    token: sender.session.token,
  })
  return { chatId: chat.id, senderToken: sender.session.token, peerToken: peer.session.token }
}

/** Registers pairs of people on a running server. */
export const pairsAt = (url: URL, count: number): Promise<Account[]> =>
  eachOf(Array.from({ length: count }), 4, () => registerPair(url))

const accountsOf = async (settings: LoadSettings): Promise<Account[]> => {
  const { accountsPath, senders, url } = settings
  if (accountsPath !== undefined && existsSync(accountsPath)) {
    return (JSON.parse(readFileSync(accountsPath, 'utf8')) as Account[]).slice(0, senders)
  }
  const accounts = await pairsAt(url, senders)
  if (accountsPath !== undefined) writeFileSync(accountsPath, JSON.stringify(accounts))
  return accounts
}

/** Runs the load and prints the acknowledged and delivered messages. */
export const load = async (settings: LoadSettings): Promise<void> => {
  const accounts = await accountsOf(settings)
  const counts = emptyCounts()
  const peers = emptyCounts()
  const acks = new Latencies()
  const file = settings.acksPath === undefined ? undefined : openSync(settings.acksPath, 'a')
  const place = (token: string) => ({
    address: { host: settings.url.hostname, port: Number(settings.url.port || 80), path: '/ws', token },
    session: true,
  })
  const lines = await eachOf(accounts, 32, async ({ chatId, senderToken, peerToken }) => {
    await connect(place(peerToken), new Receiver(peers, chatId))
    const sender = new Sender(counts, acks, { chatId, inFlight: settings.inFlight, textBytes: 60 })
    if (file !== undefined) sender.onAck = (id) => writeSync(file, `${chatId} ${id}\n`)
    return { sender, connection: await connect(place(senderToken), sender) }
  })
  for (const { sender, connection } of lines) sender.start(connection)
  await sleep(settings.seconds * 1_000)
  for (const { sender } of lines) sender.stop()
  await sleep(300)
  if (file !== undefined) closeSync(file)
  console.log(
    `${whole(counts.acks / settings.seconds)} acknowledged/s (${counts.acks} in all), ${peers.deliveries} delivered, ` +
      `${counts.failures} refused, ${counts.gaps + peers.gaps} gaps, ack p50 ${ms(acks.at(0.5))}, p99 ${ms(acks.at(0.99))}`,
  )
}
