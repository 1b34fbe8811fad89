import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type MessageId, newUuidV7 } from '@parley/protocol'
import { eventually } from '@parley/server/src/testing/eventually'
import { batched, commonmarkTexts, emojiForms, naughtyTexts } from '../../packages/web/src/testing/typed-texts'
import { callHttp, Refusal } from '../lib/people'
import type { RpcClient } from '../lib/rpc-client'
import { connections, pushedTexts, type Scene, startScene } from './scene'

let scene: Scene
beforeAll(async () => {
  scene = await startScene({ PARLEY_RATE_LIMITS: 'off' })
})
afterAll(() => scene[Symbol.asyncDispose]())

/** Sends texts in sequence and returns the accepted ones. Only texts without visible characters may be refused. */
const sendAll = async (socket: RpcClient, texts: readonly string[]): Promise<string[]> => {
  const taken: string[] = []
  for (const text of texts)
    try {
      const body = { type: 'text', text } as const
      await socket.call('messages.send', { id: newUuidV7() as MessageId, chatId: scene.chatId, body })
      taken.push(text)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      expect(error.wire.data).toMatchObject({ code: 'invalid_params' })
    }
  return taken
}

const storedTexts = async (): Promise<string[]> => {
  const texts: string[] = []
  for (let after = 0; ; ) {
    const params = { chatId: scene.chatId, after, limit: 100 }
    const page = await callHttp(scene.url, { method: 'messages.list', params, token: scene.bob.token })
    texts.push(...page.messages.flatMap(({ body }) => (body.type === 'text' ? [body.text] : [])))
    after = page.messages.at(-1)?.seq ?? after
    if (!page.more) return texts
  }
}

test('examples of CommonMark, naughty strings and every emoji are pushed and stored unchanged', async () => {
  using alice = await connections.WebSocket(scene, scene.alice.token)
  using overWebSocket = await connections.WebSocket(scene, scene.bob.token)
  using overTcp = await connections.TCP(scene, scene.bob.token)
  const texts = [...commonmarkTexts, ...naughtyTexts, ...batched(emojiForms, ' ')]
  const taken = await sendAll(alice, texts)
  expect(taken.length).toBeGreaterThan(texts.length - 30)
  for (const bob of [overWebSocket, overTcp]) {
    await eventually(() => pushedTexts(bob).length >= taken.length)
    expect(pushedTexts(bob)).toEqual(taken)
  }
  expect(await storedTexts()).toEqual(taken)
})
