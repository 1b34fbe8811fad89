import { expect, test } from 'bun:test'
import { HostPage } from './host-page'

const scene = () => {
  const posted: unknown[] = []
  let next: (() => void) | undefined
  let ids = 0
  const host = new HostPage({
    post: (message) => posted.push(message),
    newId: () => `${++ids}`,
    later: (run) => {
      next = run
      return () => {
        next = undefined
      }
    },
  })
  return { host, posted, pass: () => next?.() }
}

test('the page is asked again until it gives a token', async () => {
  const { host, posted, pass } = scene()
  const token = host.token('start')
  expect(host.token('start')).toBe(token)
  pass()
  expect(posted).toEqual([
    { type: 'parley:tokenWanted', id: '1', reason: 'start' },
    { type: 'parley:tokenWanted', id: '1', reason: 'start' },
  ])
  host.received({ type: 'parley:token', id: '1', given: { token: 'abc' } })
  expect(await token).toEqual({ token: 'abc' })
  pass()
  expect(posted).toHaveLength(2)
})

test('an unexpected token has no effect on later questions', async () => {
  const { host, posted } = scene()
  host.received({ type: 'parley:token', id: '1', given: { token: 'early' } })
  const token = host.token('ended')
  host.received({ type: 'parley:signOut' })
  host.received({ type: 'parley:token', id: '1', given: { jwt: 'a.b.c' } })
  expect(await token).toEqual({ jwt: 'a.b.c' })
  expect(posted).toEqual([{ type: 'parley:tokenWanted', id: '1', reason: 'ended' }])
})

test('[SV19] a token for an earlier question has no effect on the next one', async () => {
  const { host } = scene()
  const first = host.token('start')
  host.received({ type: 'parley:token', id: '1', given: { token: 'first' } })
  expect(await first).toEqual({ token: 'first' })
  const second = host.token('ended')
  host.received({ type: 'parley:token', id: '1', given: { token: 'late' } })
  host.received({ type: 'parley:token', id: '2', given: { token: 'second' } })
  expect(await second).toEqual({ token: 'second' })
})
