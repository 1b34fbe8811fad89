import { expect, test } from 'bun:test'
import { createPages, type Page } from './pages'

/** Numbers from 1 to 5, two a page. Fails while `online` is false. */
const numbers = () => {
  const asked: (number | undefined)[] = []
  const server = { online: true, asked }
  const pages = createPages<number>(async (after) => {
    asked.push(after)
    if (!server.online) return undefined
    const rows = [1, 2, 3, 4, 5].filter((row) => row > (after ?? 0)).slice(0, 2)
    return { rows, more: rows.at(-1) !== 5 } satisfies Page<number>
  })
  return { server, pages, state: () => pages.state.getState() }
}

test('each page follows the last row, until there are no more', async () => {
  const { server, pages, state } = numbers()
  expect(state()).toEqual({ more: false, loading: false })
  const first = pages.begin()
  expect(state().loading).toBe(true)
  await first
  expect(state()).toEqual({ rows: [1, 2], more: true, loading: false })
  await pages.loadMore()
  await pages.loadMore()
  expect(server.asked).toEqual([undefined, 2, 4])
  expect(state()).toEqual({ rows: [1, 2, 3, 4, 5], more: false, loading: false })
  await pages.begin()
  expect(state().rows).toEqual([1, 2])
})

test('a failed page leaves the loaded rows, and can be retried', async () => {
  const { server, pages, state } = numbers()
  await pages.begin()
  server.online = false
  await pages.loadMore()
  expect(state()).toEqual({ rows: [1, 2], more: true, loading: false })
  server.online = true
  await pages.loadMore()
  expect(state().rows).toEqual([1, 2, 3, 4])
})

test('dropped rows stay gone, even while a page is loading', async () => {
  const { pages, state } = numbers()
  pages.drop(() => true)
  expect(state().rows).toBeUndefined()
  await pages.begin()
  const next = pages.loadMore()
  pages.drop((row) => row === 1)
  expect(state().rows).toEqual([2])
  await next
  expect(state().rows).toEqual([2, 3, 4])
})
