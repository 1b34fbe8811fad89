import { expect, test } from 'bun:test'
import { type MediaId, newUuidV7 } from '@parley/protocol'
import { eventually } from '@parley/server/src/testing/eventually'
import { flatPng, pngOf } from '@parley/server/src/testing/sample-pictures'
import { childrenOf, isRunning, noProcesses } from '../lib/child-processes'
import { callHttp, type Person } from '../lib/people'
import { type Scene, setScene } from './scene'

if (noProcesses) console.log(`The processes of pictures are not looked at: ${noProcesses}.`)

interface Sent {
  readonly by: Person
  readonly bytes?: Uint8Array
  readonly signal?: AbortSignal
}

const put = async ({ url, chatId }: Scene, { by, bytes = pngOf(20, 20), signal }: Sent) => {
  const id = newUuidV7() as MediaId
  const params = { id, chatId, name: 'cat.png', size: bytes.byteLength }
  await callHttp(url, { method: 'media.create', params, token: by.token })
  const headers = { authorization: `Bearer ${by.token}` }
  const body = new Uint8Array(bytes)
  const response = await fetch(`${url}/files/${id}`, { method: 'PUT', body, headers, ...(signal ? { signal } : {}) })
  return response.status
}
/** Whether a picture waits or is made, by the metrics. */
const isBusy = async ({ url }: Scene): Promise<boolean> => {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  return /\{[^}]*"pictures"[^}]*\} [1-9]/.test(metrics)
}
/** How each upload ended, by the log. */
const outcomesOf = ({ server }: Scene): string[] =>
  [...server.output().matchAll(/"method":"files\.put".*?"outcome":"(\w+)"/g)].map(([, outcome = '']) => outcome)
const childrenAfter = async ({ server }: Scene): Promise<number[]> => {
  await eventually(() => childrenOf(server.pid).length > 0)
  return childrenOf(server.pid)
}

test.skipIf(noProcesses !== undefined)(
  '[DL64] who goes away leaves no work behind: their picture is ended, others are made meanwhile',
  async () => {
    await using scene = await setScene({ PARLEY_LOG_LEVEL: 'info', PARLEY_LOG_FORMAT: 'json' })
    expect(await put(scene, { by: scene.alice })).toBe(200)
    const [pid = 0] = await childrenAfter(scene)
    process.kill(pid, 'SIGSTOP')
    const gone = new AbortController()
    const stuck = put(scene, { by: scene.alice, signal: gone.signal }).catch(({ name }) => name)
    await eventually(() => isBusy(scene))
    // The stopped process got alice's picture when another one is there for bob's.
    await eventually(async () => {
      expect(await put(scene, { by: scene.bob })).toBe(200)
      return childrenOf(scene.server.pid).length > 1
    })
    expect(isRunning(pid)).toBe(true)
    gone.abort()
    expect(await stuck).toBe('AbortError')
    await eventually(() => !isRunning(pid))
    expect(isRunning(pid)).toBe(false)
    // Not `unavailable`, as after a minute without an answer.
    const refusals = () => outcomesOf(scene).filter((outcome) => outcome !== 'ok')
    await eventually(() => refusals().length > 0)
    expect(refusals()).toEqual(['invalid_request'])
    expect(await put(scene, { by: scene.alice })).toBe(200)
  },
)

test.skipIf(noProcesses !== undefined)(
  '[DL64] no process of pictures outlives its server, however that ends and whatever it does',
  async () => {
    for (const signal of ['SIGKILL', 'SIGTERM'] as const)
      for (const bytes of [pngOf(20, 20), flatPng(6_000, 6_000)]) {
        await using scene = await setScene()
        const answer = put(scene, { by: scene.alice, bytes }).catch(() => undefined)
        if (bytes.length < 10_000) await answer
        const children = await childrenAfter(scene)
        expect(children.length).toBeGreaterThan(0)
        await scene.server.end(signal)
        await answer
        await eventually(() => !children.some(isRunning))
        expect(children.filter(isRunning)).toEqual([])
      }
  },
)
