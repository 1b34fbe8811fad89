import { expect, test } from 'bun:test'
import type { Client } from '@parley/sdk/api'
import { alice, stateOf, userOf } from '../testing/client-state'
import { linkToShare } from './link-to-share'

interface Server {
  readonly admin: boolean
  readonly origins?: readonly string[]
}

/** A client whose server returns `origins` for `admin.addresses`, or fails without them. */
const clientOf = ({ admin, origins }: Server) => {
  const state = stateOf([], { me: { ...userOf(alice), admin } })
  const asked: string[] = []
  const call = (async (method: string) => {
    asked.push(method)
    if (!origins) throw new Error('no connection')
    return { origins }
  }) as unknown as Client['call']
  return { asked, client: { call, state: { get: () => state, subscribe: () => () => undefined } } }
}

const local = 'http://localhost:8080/c/a/m/3'

test('for administrators, a link to a message under localhost gets an address of the network', async () => {
  const { client, asked } = clientOf({ admin: true, origins: ['http://192.168.1.5:8080', 'http://10.0.0.7:8080'] })
  expect(await linkToShare(local, client)).toEqual({
    url: 'http://192.168.1.5:8080/c/a/m/3',
    words: 'linkCopiedNetwork',
  })
  expect(asked).toEqual(['admin.addresses'])
})

test('without a known address of the network, the text says that the link works only on this computer', async () => {
  for (const server of [{ admin: true, origins: [] }, { admin: true }])
    expect(await linkToShare(local, clientOf(server).client)).toEqual({ url: local, words: 'linkCopiedHere' })
})

test('for administrators, a link under localhost gets the public address of the server', async () => {
  const { client } = clientOf({ admin: true, origins: ['https://chat.example'] })
  expect(await linkToShare(local, client)).toEqual({ url: 'https://chat.example/c/a/m/3', words: 'linkCopied' })
})

test('the addresses are requested once, and again after a failed request', async () => {
  const { client, asked } = clientOf({ admin: true, origins: ['http://192.168.1.5:8080'] })
  await linkToShare(local, client)
  await linkToShare(local, client)
  expect(asked).toHaveLength(1)
  const offline = clientOf({ admin: true })
  await linkToShare(local, offline.client)
  await linkToShare(local, offline.client)
  expect(offline.asked).toHaveLength(2)
})

test('only administrators request the addresses', async () => {
  const { client, asked } = clientOf({ admin: false, origins: ['http://192.168.1.5:8080'] })
  expect(await linkToShare(local, client)).toEqual({ url: local, words: 'linkCopiedHere' })
  expect(asked).toEqual([])
})

test('a link that others can open is copied unchanged, without a request', async () => {
  const { client, asked } = clientOf({ admin: true, origins: ['http://192.168.1.5:8080'] })
  const url = 'https://chat.example/c/a'
  expect(await linkToShare(url, client)).toEqual({ url, words: 'linkCopied' })
  expect(asked).toEqual([])
})
