import { expect, test } from 'bun:test'
import { Swipe } from './swipe'

const windowPx = 390

/** Moves a finger through the points. Returns its swipe, and whether lifting it replies. */
const swiped = (...points: readonly (readonly [x: number, y: number])[]) => {
  const swipe = new Swipe()
  const [[x, y] = [0, 0], ...moves] = points
  swipe.down({ x, y }, windowPx)
  const pulls = moves.map(([toX, toY]) => swipe.move({ x: toX, y: toY })?.px)
  return { pulls, replies: swipe.up() }
}

test('a long enough swipe to the left replies, and the message follows the finger', () => {
  expect(swiped([200, 100], [195, 100], [180, 102], [131, 104])).toEqual({
    pulls: [undefined, 8, 57 - 0.7],
    replies: true,
  })
  expect(swiped([200, 100], [180, 100], [20, 100])).toEqual({ pulls: [8, 72], replies: true })
})

test("a swipe that is lifted too early or moved back doesn't reply", () => {
  expect(swiped([200, 100], [150, 100]).replies).toBe(false)
  expect(swiped([200, 100], [120, 100], [190, 100])).toEqual({ pulls: [56 + 12 * 0.3, 0], replies: false })
})

test('scrolling, swiping right and starting at an edge never swipe', () => {
  for (const points of [
    [
      [200, 100],
      [190, 130],
      [100, 130],
    ],
    [
      [200, 100],
      [185, 114],
      [100, 114],
    ],
    [
      [200, 100],
      [220, 100],
      [100, 100],
    ],
    [
      [380, 100],
      [300, 100],
    ],
    [
      [10, 100],
      [-90, 100],
    ],
  ] as const)
    expect(swiped(...points)).toEqual({ pulls: points.slice(1).map(() => undefined), replies: false })
})

test("a touch that the browser cancelled doesn't reply", () => {
  const swipe = new Swipe()
  swipe.down({ x: 200, y: 100 }, windowPx)
  expect(swipe.move({ x: 100, y: 100 })?.replies).toBe(true)
  swipe.cancel()
  expect(swipe.move({ x: 50, y: 100 })).toBeUndefined()
  expect(swipe.up()).toBe(false)
})
