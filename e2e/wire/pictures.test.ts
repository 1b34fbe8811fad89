import { expect, test } from 'bun:test'
import { type MediaId, newUuidV7 } from '@parley/protocol'
import { eventually } from '@parley/server/src/testing/eventually'
import { flatPng, pngOf } from '@parley/server/src/testing/sample-pictures'
import { childrenOf, isRunning, noProcesses } from '../lib/child-processes'
import { callHttp, type Person } from '../lib/people'
import { type Scene, startScene } from './scene'

if (noProcesses) console.log(`The tests of picture processes are skipped: ${noProcesses}.`)

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
/** True if a picture waits or is being processed, by the metrics. */
const isBusy = async ({ url }: Scene): Promise<boolean> => {
  const metrics = await (await fetch(`${url}/metrics`)).text()
  return /\{[^}]*"pictures"[^}]*\} [1-9]/.test(metrics)
}
/** The outcome of each upload, by the log. */
const outcomesOf = ({ server }: Scene): string[] =>
  [...server.output().matchAll(/"method":"files\.put".*?"outcome":"(\w+)"/g)].map(([, outcome = '']) => outcome)
const childrenAfter = async ({ server }: Scene): Promise<number[]> => {
  await eventually(() => childrenOf(server.pid).length > 0)
  return childrenOf(server.pid)
}

test.skipIf(noProcesses !== undefined)(
  '[DL64] a user who disconnects leaves no work behind: their picture is aborted, and others are processed meanwhile',
  async () => {
    await using scene = await startScene({ PARLEY_LOG_LEVEL: 'info', PARLEY_LOG_FORMAT: 'json' })
    expect(await put(scene, { by: scene.alice })).toBe(200)
    const [pid = 0] = await childrenAfter(scene)
    process.kill(pid, 'SIGSTOP')
    const gone = new AbortController()
    const stuck = put(scene, { by: scene.alice, signal: gone.signal }).catch(({ name }) => name)
    await eventually(() => isBusy(scene))
    // When there is a second process for bob's picture, the stopped one has alice's.
    await eventually(async () => {
      expect(await put(scene, { by: scene.bob })).toBe(200)
      return childrenOf(scene.server.pid).length > 1
    })
    expect(isRunning(pid)).toBe(true)
    gone.abort()
    expect(await stuck).toBe('AbortError')
    await eventually(() => !isRunning(pid))
    expect(isRunning(pid)).toBe(false)
    // The outcome must not be `unavailable`, as after a minute without a response.
    const refusals = () => outcomesOf(scene).filter((outcome) => outcome !== 'ok')
    await eventually(() => refusals().length > 0)
    expect(refusals()).toEqual(['invalid_request'])
    expect(await put(scene, { by: scene.alice })).toBe(200)
  },
)

test.skipIf(noProcesses !== undefined)(
  '[DL64] no picture process outlives its server, however the server ends and whatever the process does',
  async () => {
    for (const signal of ['SIGKILL', 'SIGTERM'] as const)
      for (const bytes of [pngOf(20, 20), flatPng(6_000, 6_000)]) {
        await using scene = await startScene()
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
