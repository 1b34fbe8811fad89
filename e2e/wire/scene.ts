import type { ChatId, ErrorName, WireError } from '@parley/protocol'
import { callHttp, type Person, Refusal, register } from '../lib/people'
import type { RpcClient } from '../lib/rpc-client'
import { RpcLine } from '../lib/rpc-line'
import { RpcSocket } from '../lib/rpc-socket'
import { type ServerProcess, startServer } from '../lib/server-process'
import { temporaryDirectory } from '../lib/temporary-directory'

/** A running server with three people. Alice and bob have a direct chat without carol. */
export interface Scene extends AsyncDisposable {
  readonly server: ServerProcess
  readonly url: string
  readonly dataDir: string
  readonly alice: Person
  readonly bob: Person
  readonly carol: Person
  readonly chatId: ChatId
}

/** Connects to a scene's server, and opens the session if there is a token. */
export type Connect = (scene: Scene, token?: string) => Promise<RpcClient>

/** Bare connections by transport. */
export const connections: Readonly<Record<'WebSocket' | 'TCP', Connect>> = {
  WebSocket: (scene, token) => RpcSocket.connect(scene.url, token),
  TCP: async (scene, token) => RpcLine.connect(await scene.server.tcpPort(), token),
}

/** Starts a server with these people. */
export const startScene = async (env: Readonly<Record<string, string>> = {}): Promise<Scene> => {
  const directory = temporaryDirectory('wire')
  const dataDir = `${directory.path}/data`
  const server = await startServer({ dataDir, env })
  const { url } = server
  const [alice, bob, carol] = [
    await register(url, 'alice'),
    await register(url, 'bob'),
    await register(url, 'carol'),
  ] as const
  const params = { userId: bob.userId }
  const { chat } = await callHttp(url, { method: 'chats.direct', params, token: alice.token })
  return {
    ...{ server, url, dataDir, alice, bob, carol, chatId: chat.id },
    [Symbol.asyncDispose]: async () => {
      await server.end('SIGKILL')
      directory[Symbol.dispose]()
    },
  }
}

/** Parameters that violate the contract. */
export const invalidParams = (params: unknown): never => params as never

/** The error of a refused call. Fails if the call is not refused. */
export const refusal = async (call: Promise<unknown>): Promise<WireError> => {
  try {
    await call
  } catch (error) {
    if (error instanceof Refusal) return error.wire
    throw error
  }
  throw new Error('The call was not refused.')
}

/** The name of the error of a refused call. */
export const refusalName = async (call: Promise<unknown>): Promise<ErrorName> => (await refusal(call)).data.code

/** Texts of all messages pushed to a connection so far, in order. */
export const pushedTexts = (socket: RpcClient): string[] =>
  socket.others.flatMap(({ method, params }) => {
    const messages = method === 'chat.delta' ? (params as { messages?: { body: { text?: string } }[] }).messages : []
    return messages?.flatMap(({ body }) => body.text ?? []) ?? []
  })
