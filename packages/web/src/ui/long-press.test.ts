import { afterEach, beforeEach, expect, jest, test } from 'bun:test'
import { LongPress } from './long-press'

beforeEach(() => void jest.useFakeTimers())
afterEach(() => void jest.useRealTimers())

const pressed = (pointerType = 'touch') => {
  const press = new LongPress()
  const opened: string[] = []
  press.down(pointerType, { x: 100, y: 100 }, () => opened.push('opened'))
  return { press, opened }
}

test('a resting finger opens once, and the click after lifting it is ignored', () => {
  const { press, opened } = pressed()
  jest.advanceTimersByTime(449)
  expect(opened).toEqual([])
  jest.advanceTimersByTime(1)
  press.end()
  jest.advanceTimersByTime(10_000)
  expect(opened).toEqual(['opened'])
  expect([press.takesClick(), press.takesClick()]).toEqual([true, false])
})

test('a moving finger scrolls, and small movements count as resting', () => {
  const moved = pressed()
  moved.press.move({ x: 100, y: 111 })
  const trembling = pressed()
  trembling.press.move({ x: 106, y: 108 })
  jest.advanceTimersByTime(450)
  expect([moved.opened.length, trembling.opened.length]).toEqual([0, 1])
})

test('an early lift and the mouse open nothing, and their clicks count', () => {
  const early = pressed()
  jest.advanceTimersByTime(449)
  early.press.end()
  const mouse = pressed('mouse')
  jest.advanceTimersByTime(10_000)
  for (const { press, opened } of [early, mouse]) expect([opened.length, press.takesClick()]).toEqual([0, false])
})

test('the next press starts fresh', () => {
  const { press, opened } = pressed()
  jest.advanceTimersByTime(450)
  press.end()
  press.down('mouse', { x: 1, y: 1 }, () => opened.push('again'))
  expect(press.takesClick()).toBe(false)
})
