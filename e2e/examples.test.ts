import { afterAll, beforeAll, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type MessageId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { eventually } from '@parley/server/src/testing/eventually'
import { callHttp } from './lib/people'
import { RpcLine } from './lib/rpc-line'
import { type Scene, startScene } from './wire/scene'

const root = join(import.meta.dir, '..', 'examples')
const password = 'correct horse "battery\\ staple'

let scene: Scene
let tcpPort: string
beforeAll(async () => {
  scene = await startScene({ PARLEY_RATE_LIMITS: 'off' })
  tcpPort = String(await scene.server.tcpPort())
})
afterAll(() => scene[Symbol.asyncDispose]())

interface Example {
  readonly file: string
  /** Programs that it needs. */
  readonly needs: readonly string[]
  readonly command: (name: string) => readonly string[]
}

const examples: Readonly<Record<string, Example>> = {
  shell: {
    file: 'shell/chat.sh',
    needs: ['sh', 'nc', 'curl'],
    command: (name) => ['sh', join(root, 'shell', 'chat.sh'), name, password, scene.url, '127.0.0.1', tcpPort],
  },
  python: {
    file: 'python/chat.py',
    needs: ['python3'],
    command: (name) => ['python3', join(root, 'python', 'chat.py'), name, password, '127.0.0.1', tcpPort],
  },
  go: {
    file: 'go/chat.go',
    needs: ['go'],
    command: (name) => ['go', 'run', join(root, 'go', 'chat.go'), name, password, `127.0.0.1:${tcpPort}`],
  },
  bot: {
    file: 'bot/bot.ts',
    needs: [],
    command: (name) => [process.execPath, join(root, 'bot', 'bot.ts'), name, password, `tcp://127.0.0.1:${tcpPort}`],
  },
}

/** Runs an example, which ends with the test. */
const run = (command: readonly string[]) => {
  const child = Bun.spawn([...command], { stdin: 'pipe', stdout: 'pipe', stderr: 'pipe' })
  let printed = ''
  const collect = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder()
    for await (const chunk of stream) printed += decoder.decode(chunk, { stream: true })
  }
  const reading = Promise.all([collect(child.stdout), collect(child.stderr)])
  return {
    prints: async (text: string) => {
      await eventually(() => printed.includes(text) || child.exitCode !== null)
      expect(printed).toContain(text)
    },
    type: (text: string) => {
      child.stdin.write(text)
      child.stdin.flush()
    },
    /** Ends its input, and waits for its end. */
    goodbye: async () => {
      child.stdin.end()
      await Promise.all([child.exited, reading])
      return { exitCode: child.exitCode, printed }
    },
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGKILL')
      await child.exited
    },
  }
}

const account = (username: string) => ({ username, name: username, password })

/** Waits until a connection receives this text in the world. */
const untilReceived = async (line: RpcLine, text: string): Promise<void> => {
  for (;;) {
    const { chatId, messages = [] } = await line.event('chat.delta')
    if (chatId !== WORLD_CHAT_ID) continue
    if (messages.some(({ body }) => body.type === 'text' && body.text === text)) return
  }
}

for (const [name, { file, needs, command }] of Object.entries(examples)) {
  const missing = needs.filter((program) => Bun.which(program) === null)
  if (missing.length > 0) console.log(`2 tests skipped: the example in ${name} needs ${missing.join(', ')}.`)
  test.skipIf(missing.length > 0)(
    `the example in ${name} signs in, sends, receives, ends, and reconnects`,
    async () => {
      if (name !== 'bot') await callHttp(scene.url, { method: 'accounts.register', params: account(`${name}_user`) })
      using alice = await RpcLine.connect(Number(tcpPort), scene.alice.token)
      await alice.call('chats.watch', { chatId: WORLD_CHAT_ID })
      for (const round of ['first', 'second']) {
        await using running = run(command(`${name}_user`))
        await running.prints('You hear the world.')
        const typed = `${round} "hello" from \\ ${name} ä 😀`
        running.type(`${typed}\n`)
        await untilReceived(alice, typed)
        const body = { type: 'text' as const, text: `${round} hello, ${name} 中文` }
        await alice.call('messages.send', { id: newUuidV7() as MessageId, chatId: WORLD_CHAT_ID, body })
        await running.prints(body.text)
        running.type(`the last word of the ${round} round\n`)
        expect((await running.goodbye()).exitCode).toBe(0)
        await untilReceived(alice, `the last word of the ${round} round`)
      }
    },
  )

  test.skipIf(missing.length > 0)(
    `the example in ${name} prints its usage when it is run without arguments`,
    async () => {
      const whole = command('')
      await using running = run(whole.slice(0, whole.indexOf(join(root, file)) + 1))
      const { exitCode, printed } = await running.goodbye()
      expect(exitCode).toBe(1)
      expect(printed).toMatch(new RegExp(`^Usage: .* examples/${file} <name> <password>`))
    },
  )

  test(`the example in ${name} is at most one screen of text and explains how to run it`, () => {
    const lines = readFileSync(join(root, file), 'utf8').trimEnd().split('\n')
    expect(lines.length).toBeLessThan(60)
    expect(lines.slice(0, 2).join('\n')).toContain(`examples/${file}`)
  })
}

test('the bot rolls dice on request', async () => {
  const { bot } = examples
  using alice = await RpcLine.connect(Number(tcpPort), scene.alice.token)
  await alice.call('chats.watch', { chatId: WORLD_CHAT_ID })
  await using running = run(bot?.command('dice') ?? [])
  await running.prints('You hear the world.')
  const body = { type: 'text' as const, text: 'roll 3d1' }
  await alice.call('messages.send', { id: newUuidV7() as MessageId, chatId: WORLD_CHAT_ID, body })
  await untilReceived(alice, '1 + 1 + 1 = 3')
})
