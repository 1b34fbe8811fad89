import { expect, test } from 'bun:test'
import { runInOneTab } from './run-in-one-tab'

/** Tabs with common locks; what they wait for ends when the test says so. */
const scene = () => {
  const held = new Set<string>()
  const waiting: { readonly ms: number; readonly end: () => void }[] = []
  const ran: string[] = []
  const locks = {
    request: async (name: string, _options: unknown, use?: unknown) => {
      const isFree = !held.has(name)
      if (isFree) held.add(name)
      await (use as (lock: object | null) => Promise<void>)(isFree ? {} : null)
      if (isFree) held.delete(name)
    },
  } as Pick<LockManager, 'request'>
  const wait = (ms: number) => new Promise<void>((end) => waiting.push({ ms, end }))
  const tab = (title: string, here: boolean, own: typeof locks | undefined = locks) =>
    void runInOneTab({ name: 'notice', here, run: () => ran.push(title), locks: own, wait })
  const pass = async (ms: number) => {
    for (const one of waiting.filter((each) => each.ms <= ms)) {
      waiting.splice(waiting.indexOf(one), 1)
      one.end()
    }
    for (let turn = 0; turn < 10; turn++) await Promise.resolve()
  }
  return { tab, pass, ran }
}

test('of all tabs the visible one runs an action, whichever is notified first', async () => {
  const { tab, pass, ran } = scene()
  tab('hidden', false)
  tab('visible', true)
  tab('other', false)
  await pass(300)
  expect(ran).toEqual(['visible'])
})

test('of several hidden tabs one runs an action', async () => {
  const { tab, pass, ran } = scene()
  tab('one', false)
  tab('two', false)
  await pass(300)
  expect(ran).toEqual(['one'])
})

test('after a while the same action runs again', async () => {
  const { tab, pass, ran } = scene()
  tab('first', true)
  await pass(300)
  tab('too soon', true)
  await pass(5_000)
  tab('later', true)
  await pass(0)
  expect(ran).toEqual(['first', 'later'])
})

test('without locks each tab runs an action', async () => {
  const { pass, ran } = scene()
  for (const name of ['one', 'two']) void runInOneTab({ name, here: true, run: () => ran.push(name), locks: undefined })
  await pass(0)
  expect(ran).toEqual(['one', 'two'])
})
