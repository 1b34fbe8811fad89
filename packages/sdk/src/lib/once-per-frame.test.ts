import { expect, test } from 'bun:test'
import { FakePage } from '../testing/page'
import { oncePerFrame } from './once-per-frame'

/** Frames that come when the test says so. */
const heldFrames = () => {
  let next: (() => void) | undefined
  return {
    frame: (run: () => void) => {
      next = run
    },
    paint: () => {
      const run = next
      next = undefined
      run?.()
    },
  }
}

const microtasks = () => new Promise<void>((resolve) => queueMicrotask(() => queueMicrotask(resolve)))

test('listeners run at once for the first change of a frame, and with the next frame for all others', async () => {
  const { frame, paint } = heldFrames()
  const later = oncePerFrame(frame)
  const told: number[] = []
  const tell = (value: number) => later(() => told.push(value))
  tell(1)
  tell(2)
  expect(told).toEqual([])
  await microtasks()
  expect(told).toEqual([1, 2])
  tell(3)
  await microtasks()
  tell(4)
  await microtasks()
  expect(told).toEqual([1, 2])
  paint()
  expect(told).toEqual([1, 2, 3, 4])
  tell(5)
  await microtasks()
  expect(told).toEqual([1, 2, 3, 4])
  paint()
  expect(told).toEqual([1, 2, 3, 4, 5])
  paint()
  tell(6)
  await microtasks()
  expect(told).toEqual([1, 2, 3, 4, 5, 6])
})

test('a listener that fails is reported, and the others hear all the same', async () => {
  const { frame, paint } = heldFrames()
  const reported: unknown[] = []
  const later = oncePerFrame(frame, (fault) => reported.push(fault))
  const told: string[] = []
  const fault = new Error('of one listener')
  later(() => {
    throw fault
  })
  later(() => told.push('same turn'))
  await microtasks()
  later(() => told.push('next frame'))
  paint()
  expect(told).toEqual(['same turn', 'next frame'])
  expect(reported).toEqual([fault])
})

test('a page that paints tells changes with its next frame, one that is hidden after a while, and both once', async () => {
  using page = new FakePage()
  const later = oncePerFrame()
  const told: string[] = []
  const tell = (value: string) => new Promise<void>((resolve) => later(() => resolve(void told.push(value))))
  await tell('at once')
  const painted = tell('with the frame')
  await microtasks()
  expect([told, page.frames.size]).toEqual([['at once'], 1])
  page.paint()
  await painted
  expect(page.frames.size).toBe(1)
  // No frame is painted any more.
  await tell('in its stead')
  await tell('in its stead again')
  expect(told).toEqual(['at once', 'with the frame', 'in its stead', 'in its stead again'])
  expect(page.frames.size).toBe(1)
})
