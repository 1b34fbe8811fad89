import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { freePort } from '../../../../packages/server/src/testing/free-port'
import type { Engine, EnginePage, Key } from './engine'

/** The key codes of WebDriver, "Keyboard actions". */
const keys: Readonly<Record<Key | 'Shift', string>> = {
  Enter: '\ue007',
  Tab: '\ue004',
  F6: '\ue036',
  ArrowUp: '\ue013',
  ArrowDown: '\ue015',
  Escape: '\ue00c',
  Shift: '\ue008',
}

/** The property that identifies an element in WebDriver's responses. */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf'

/** The time limit of one action. WebKit doesn't respond at all when its page has crashed. */
const patienceMs = 60_000

type Send = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => Promise<unknown>

const sender =
  (port: number): Send =>
  async (method, path, body) => {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      signal: AbortSignal.timeout(patienceMs),
      ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const { value } = (await answer.json()) as { value: unknown }
    if (!answer.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`)
    return value
  }

const keyActions = (pressed: readonly string[]) => [
  {
    type: 'key',
    id: 'keyboard',
    actions: [
      ...pressed.map((value) => ({ type: 'keyDown', value })),
      ...pressed.toReversed().map((value) => ({ type: 'keyUp', value })),
    ],
  },
]

/** A tab. WebDriver acts on one tab at a time, so each call first switches to its own. */
const pageOf = (send: Send, { session, handle }: { session: string; handle: string }): EnginePage => {
  const ask = async (method: 'GET' | 'POST', path: string, body?: object) => {
    await send('POST', `${session}/window`, { handle })
    return send(method, `${session}${path}`, body)
  }
  let lastStepPx = 0
  const act = async (actions: object[]) => void (await ask('POST', '/actions', { actions }))
  return {
    open: async (url) => void (await ask('POST', '/url', { url })),
    reload: async () => void (await ask('POST', '/refresh', {})),
    run: (run, given) =>
      ask('POST', '/execute/sync', { script: `return (${run})(arguments[0])`, args: [given ?? null] }) as never,
    click: ({ x, y }) =>
      act([
        {
          type: 'pointer',
          id: 'mouse',
          parameters: { pointerType: 'mouse' },
          actions: [
            { type: 'pointerMove', x: Math.round(x), y: Math.round(y) },
            { type: 'pointerDown', button: 0 },
            { type: 'pointerUp', button: 0 },
          ],
        },
      ]),
    async wheel({ x, y }, stepPx) {
      // WebKit ignores a step that equals the previous one.
      lastStepPx = lastStepPx === stepPx ? stepPx + 1 : stepPx
      const at = { x: Math.round(x), y: Math.round(y) }
      const scroll = { type: 'scroll', ...at, deltaX: 0, deltaY: lastStepPx, duration: 0 }
      await act([{ type: 'wheel', id: 'wheel', actions: [scroll] }])
    },
    async type(text) {
      for (const char of text) await act(keyActions([char]))
    },
    press: (key, held) => act(keyActions([...(held ? [keys[held]] : []), keys[key]])),
    async choose(selector, path) {
      const found = (await ask('POST', '/element', { using: 'css selector', value: `input${selector}` })) as Record<
        typeof elementKey,
        string
      >
      await ask('POST', `/element/${found[elementKey]}/value`, { text: path })
    },
    screenshot: () => ask('GET', '/screenshot') as Promise<string>,
  }
}

const starting = async (child: ChildProcess, what: string): Promise<void> => {
  const failed = once(child, 'error').then(([error]) => {
    throw new Error(`${what} does not start: ${error}`)
  })
  await Promise.race([once(child, 'spawn'), failed])
}

/** Starts a virtual display. `-displayfd` prints a free display number. */
const startDisplay = async () => {
  const xvfb = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1440x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  await starting(xvfb, 'Xvfb')
  const [number] = await once(xvfb.stdout, 'data')
  return { display: `:${String(number).trim()}`, xvfb }
}

const untilReady = async (send: Send): Promise<void> => {
  for (;;) {
    const status = await send('GET', '/status').catch(() => undefined)
    if (status) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** WebKitGTK's MiniBrowser on Xvfb, driven by WebDriver. Its windows store nothing, like private ones. */
export const startWebKit = async ({ driver, browser }: { driver: string; browser: string }): Promise<Engine> => {
  const { display, xvfb } = await startDisplay()
  const port = await freePort()
  const service = spawn(driver, [`--port=${port}`, '--host=127.0.0.1'], {
    env: { ...process.env, DISPLAY: display, LANG: 'en_US.UTF-8', TZ: 'UTC' },
    stdio: 'ignore',
  })
  const end = () => {
    service.kill()
    xvfb.kill()
  }
  process.once('exit', end)
  await starting(service, 'WebKitWebDriver')
  const send = sender(port)
  await untilReady(send)
  const wanted = { binary: browser, args: ['--automation'] }
  const alwaysMatch = { browserName: 'MiniBrowser', 'webkitgtk:browserOptions': wanted }
  const { sessionId } = (await send('POST', '/session', { capabilities: { alwaysMatch } })) as { sessionId: string }
  const session = `/session/${sessionId}`
  await send('POST', `${session}/window/rect`, { x: 0, y: 0, width: 1280, height: 900 })
  const firstHandle = (await send('GET', `${session}/window`)) as string
  const nextHandle = async () =>
    ((await send('POST', `${session}/window/new`, { type: 'window' })) as { handle: string }).handle
  const pages: EnginePage[] = []
  return {
    pages,
    async newPage() {
      const page = pageOf(send, { session, handle: pages.length === 0 ? firstHandle : await nextHandle() })
      pages.push(page)
      return page
    },
    async close() {
      await send('DELETE', session).catch(() => undefined)
      process.off('exit', end)
      end()
    },
  }
}
