import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import { MicrophoneError, type NoMicrophone, Recorder, tickMs } from './recorder'

const chatId = 'chat' as ChatId
const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

/** A recorder with a clock under the test's control, and microphones that return one byte for each second. */
const scene = (refused?: NoMicrophone) => {
  let nowMs = 5_000
  const ticks = new Set<() => void>()
  const microphones: { recordedMs: number; runs: boolean; open: boolean; lose: () => void }[] = []
  const recorder = new Recorder({
    open: async (onLost) => {
      if (refused) throw new MicrophoneError(refused)
      const one = { recordedMs: 0, runs: true, open: true, lose: onLost }
      microphones.push(one)
      const bytes = async () => new Blob(['x'.repeat(Math.round(one.recordedMs / 1_000))])
      return {
        pause: () => {
          one.runs = false
        },
        resume: () => {
          one.runs = true
        },
        taken: bytes,
        stop: () => {
          one.open = false
          return bytes()
        },
        level: () => 0.5,
      }
    },
    finish: async (bytes) => ({ bytes, durationMs: bytes.size * 1_000, peaks: [bytes.size] }),
    now: () => nowMs,
    every: (_, run) => {
      ticks.add(run)
      return () => ticks.delete(run)
    },
  })
  const pass = async (ms: number) => {
    for (let at = 0; at < ms; at += tickMs) {
      nowMs += tickMs
      for (const one of microphones) if (one.open && one.runs) one.recordedMs += tickMs
      for (const tick of [...ticks]) tick()
    }
    await settle()
  }
  const start = async (maxMs = 60_000, held = false) => {
    await recorder.start(chatId, { maxMs, held })
  }
  return { recorder, microphones, pass, start, now: () => recorder.recording }
}

test('a recording counts time, shows its level, and is sent with its measured duration and peaks', async () => {
  const { recorder, microphones, pass, start, now } = scene()
  await start()
  await pass(3_000)
  expect(now()).toMatchObject({ phase: 'recording', elapsedMs: 3_000, levels: Array(30).fill(0.5) })
  expect(await recorder.finish()).toMatchObject({ durationMs: 3_000, peaks: [3] })
  expect([now(), microphones[0]?.open]).toEqual([undefined, false])
})

test('pausing stops the clock, offers a preview, and the recording can continue', async () => {
  const { recorder, pass, start, now } = scene()
  await start()
  await pass(2_000)
  recorder.pause()
  await pass(5_000)
  expect(now()).toMatchObject({ phase: 'paused', elapsedMs: 2_000, preview: { durationMs: 2_000 } })
  recorder.resume()
  expect(now()?.preview).toBeUndefined()
  await pass(1_000)
  expect(now()?.elapsedMs).toBe(3_000)
  expect((await recorder.finish())?.bytes.size).toBe(3)
})

test('the second recording of a page starts fresh', async () => {
  const { recorder, microphones, pass, start, now } = scene()
  await start()
  await pass(4_000)
  await recorder.finish()
  await pass(10_000)
  await start()
  expect(now()).toMatchObject({ elapsedMs: 0, levels: [] })
  await pass(2_000)
  expect((await recorder.finish())?.bytes.size).toBe(2)
  expect(microphones).toHaveLength(2)
})

test('a lost microphone keeps the recording so far', async () => {
  const { recorder, microphones, pass, start, now } = scene()
  await start()
  await pass(4_000)
  microphones[0]?.lose()
  await pass(1_000)
  expect(now()).toMatchObject({ phase: 'paused', ended: 'lost', elapsedMs: 4_000, preview: { durationMs: 4_000 } })
  recorder.resume()
  expect(now()?.phase).toBe('paused')
  expect((await recorder.finish())?.bytes.size).toBe(4)
})

test('the recording ends just before the limit, and can be sent', async () => {
  const { recorder, pass, start, now } = scene()
  await start(10_000)
  await pass(20_000)
  expect(now()).toMatchObject({ phase: 'paused', ended: 'limit' })
  expect(now()?.elapsedMs).toBeLessThan(10_000)
  expect((await recorder.finish())?.durationMs).toBeLessThanOrEqual(10_000)
})

test('Escape discards a short recording, and requests confirmation for a longer one', async () => {
  const { recorder, microphones, pass, start, now } = scene()
  await start()
  await pass(2_000)
  recorder.escape()
  expect([now(), microphones[0]?.open]).toEqual([undefined, false])
  await start()
  await pass(3_500)
  recorder.escape()
  expect(now()).toMatchObject({ phase: 'paused', asking: true })
  recorder.escape()
  expect(now()?.asking).toBeUndefined()
  recorder.discard()
  expect(now()).toBeUndefined()
})

test('an accidental press sends nothing, and a microphone that opens too late is closed', async () => {
  const { recorder, microphones, pass, start, now } = scene()
  await start()
  await pass(200)
  expect(await recorder.finish()).toBeUndefined()
  const starting = start()
  recorder.discard()
  await starting
  await pass(100)
  expect([now(), ...microphones.map(({ open }) => open)]).toEqual([undefined, false, false])
})

test('without a microphone, it shows the reason', async () => {
  const { recorder, start } = scene('denied')
  await start()
  expect(recorder.store.getState()).toEqual({ refused: { chatId, reason: 'denied' } })
  recorder.dismissNotice()
  expect(recorder.store.getState()).toEqual({})
})
