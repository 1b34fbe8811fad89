import { expect, test } from 'bun:test'
import { withLink, withoutLink } from './link-list'
import { runConfirmed } from './run-confirmed'

const links = [{ code: 'a' }, { code: 'b' }]

test('a new link comes first, and one that was withdrawn is gone', () => {
  expect(withLink(links, { code: 'c' }).map(({ code }) => code)).toEqual(['c', 'a', 'b'])
  expect(withLink(undefined, { code: 'c' })).toEqual([{ code: 'c' }])
  expect(withoutLink(links, 'a')).toEqual([{ code: 'b' }])
  expect(withoutLink(undefined, 'a')).toEqual([])
})

test('what is confirmed is done once busy, and a refusal leaves the question open', async () => {
  const run = async (answer: unknown) => {
    const did: unknown[] = []
    await runConfirmed({
      act: async () => {
        did.push('acts')
        return answer
      },
      setBusy: (busy) => did.push(busy),
      succeeded: () => did.push('succeeded'),
    })
    return did
  }
  expect(await run(true)).toEqual([true, 'acts', false, 'succeeded'])
  expect(await run(undefined)).toEqual([true, 'acts', false])
})
