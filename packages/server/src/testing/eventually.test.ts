import { expect, test } from 'bun:test'
import { eventually } from './eventually'

test('waits for a condition that comes true', async () => {
  let looked = 0
  await eventually(() => ++looked === 5)
  expect(looked).toBe(5)
})

test('fails for a condition that never comes true, and names it', async () => {
  const seen: string[] = []
  await expect(eventually(() => seen.includes('bob'), 5)).rejects.toThrow('seen.includes(')
})
