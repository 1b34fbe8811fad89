import { expect, test } from 'bun:test'
import { inTurns } from './in-turns'

test('a few go on at a time, and the results are in order', async () => {
  let running = 0
  let most = 0
  let taken = 0
  function* source() {
    for (let one = 0; one < 10; one++) {
      taken++
      yield one
    }
  }
  const results = await inTurns(3, source(), async (one, index) => {
    most = Math.max(most, ++running)
    expect(taken - running).toBeLessThanOrEqual(one + 1)
    await Bun.sleep(10 - one)
    running--
    return [one, index]
  })
  expect(most).toBe(3)
  expect(results).toEqual(Array.from({ length: 10 }, (_, one) => [one, one]))
})

test('after a failure none begins, and all that began have ended', async () => {
  let began = 0
  let ended = 0
  const work = async (one: number) => {
    began++
    await Bun.sleep(one === 1 ? 1 : 20)
    ended++
    if (one === 1) throw new Error('the second fails')
  }
  await expect(inTurns(2, [0, 1, 2, 3, 4, 5], work)).rejects.toThrow('the second fails')
  expect(ended).toBe(began)
  expect(began).toBeLessThan(5)
})

test('a source that fails is waited for in the same way', async () => {
  let ended = 0
  async function* source() {
    yield 1
    throw new Error('no more')
  }
  const work = async () => {
    await Bun.sleep(5)
    ended++
  }
  await expect(inTurns(2, source(), work)).rejects.toThrow('no more')
  expect(ended).toBe(1)
})
