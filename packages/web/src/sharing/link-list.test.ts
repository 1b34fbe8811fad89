import { expect, test } from 'bun:test'
import { runConfirmed } from '../dialogs/run-confirmed'
import { withLink, withoutLink } from './link-list'

const links = [{ code: 'a' }, { code: 'b' }]

test('a new link comes first, and a revoked one is gone', () => {
  expect(withLink(links, { code: 'c' }).map(({ code }) => code)).toEqual(['c', 'a', 'b'])
  expect(withLink(undefined, { code: 'c' })).toEqual([{ code: 'c' }])
  expect(withoutLink(links, 'a')).toEqual([{ code: 'b' }])
  expect(withoutLink(undefined, 'a')).toEqual([])
})

test('a confirmed action runs while busy, and if it fails, the dialog stays open', async () => {
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
