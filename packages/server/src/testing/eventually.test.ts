import { expect, test } from 'bun:test'
import { eventually } from './eventually'

test('what comes about is waited for', async () => {
  let looked = 0
  await eventually(() => ++looked === 5)
  expect(looked).toBe(5)
})

test('what never comes about fails, and says what it was', async () => {
  const seen: string[] = []
  await expect(eventually(() => seen.includes('bob'), 5)).rejects.toThrow('seen.includes(')
})
