import { expect, test } from 'bun:test'
import { lateCode } from './late-code'

test('code that can’t be loaded now is an error that says to try again', async () => {
  expect(await lateCode(async () => ({ value: 1 }))).toEqual({ value: 1 })
  const failed = lateCode(() => Promise.reject(new TypeError('Failed to fetch dynamically imported module')))
  expect(await failed.catch((thrown: unknown) => thrown)).toMatchObject({
    ...{ name: 'ParleyError', code: 'unavailable', retry: true, unanswered: true },
  })
})
