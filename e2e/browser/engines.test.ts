import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ChatId } from '@parley/protocol'
import { test as base, expect } from '@playwright/test'
import { BrokenNetwork } from './lib/broken-network'
import { en } from './lib/catalogs'
import { type Engine, type EngineUnderTest, engines, missingEngines } from './lib/engines/engines'
import { Walker } from './lib/engines/walker'
import { type ParleyServer, startParley } from './lib/parley-server'
import { mixedTexts, Person, password } from './lib/people'
import { pngOf } from './lib/pictures'

interface Fixtures {
  readonly tested: EngineUnderTest
  readonly rateLimits: 'on' | 'off'
  readonly server: ParleyServer
  readonly engine: Engine
  readonly network: BrokenNetwork
}

/** A test with its own browser and server. A failed test saves a picture of each tab. */
const test = base.extend<Fixtures>({
  tested: [engines[0], { option: true }],
  rateLimits: ['off', { option: true }],
  server: async ({ rateLimits }, use) => {
    const common = { PARLEY_LOG_LEVEL: 'warn', PARLEY_DIRECT_CHATS: 'everyone' }
    const server = await startParley({ ...common, PARLEY_RATE_LIMITS: rateLimits })
    await use(server)
    await server.stop()
  },
  engine: async ({ tested }, use, info) => {
    const why = missingEngines(tested)
    info.skip(why !== undefined, why ?? '')
    const engine = await tested.start()
    await use(engine)
    if (info.status !== info.expectedStatus)
      for (const [at, page] of engine.pages.entries()) {
        writeFileSync(info.outputPath(`tab-${at + 1}.png`), Buffer.from(await page.screenshot(), 'base64'))
      }
    await engine.close()
  },
  network: async ({ server }, use) => {
    const network = await BrokenNetwork.before(server.port)
    await use(network)
    network.close()
  },
})

const lastRead = 'the last message that Alice has read'

/** Alice has read a long chat with Bob. */
const twoPeople = async (url: string) => {
  const [alice, bob] = await Promise.all([
    Person.register(url, { username: 'alice', name: 'Alice' }),
    Person.register(url, { username: 'bob', name: 'Bob' }),
  ])
  const chatId = await alice.direct(bob)
  await bob.sendMany(chatId, mixedTexts(300))
  const { seq } = await bob.send(chatId, lastRead)
  await alice.read(chatId, seq)
  return { alice, bob, chatId }
}

const signIn = async (walker: Walker, { username }: Person): Promise<void> => {
  await walker.fill(en.loginName, username)
  await walker.fill(en.password, password)
  await walker.page.press('Enter')
}

const readsHistory = async (walker: Walker): Promise<void> => {
  for (const stepPx of [-300, -300, -300, 300, 300, 300])
    expect(await walker.scroll(stepPx, 8), 'px that rows move when the scrolling has stopped').toBeLessThanOrEqual(1)
  await walker.sees(walker.message(lastRead))
}

const growsAndShrinks = async (walker: Walker): Promise<void> => {
  const before = await walker.composerHeight()
  await walker.click({ selector: '[data-testid=composer]' })
  for (const line of ['one', 'two', 'three']) {
    await walker.page.type(line)
    await walker.page.press('Enter', 'Shift')
  }
  await walker.page.type('four')
  expect((await walker.composerHeight()) - before, 'three more lines of 22 px').toBeGreaterThanOrEqual(60)
  await walker.page.press('Enter')
  await expect.poll(() => walker.composerHeight(), 'back to one line').toBe(before)
}

/** Sends a picture and waits until the server has it and the page has drawn it. */
const sendsPicture = async (walker: Walker, { person, chatId }: { person: Person; chatId: ChatId }): Promise<void> => {
  const directory = mkdtempSync(join(tmpdir(), 'parley-engine-'))
  const path = join(directory, 'hills.png')
  writeFileSync(path, pngOf(640, 480))
  await walker.page.choose('[data-testid=attach]', path)
  await walker.sees({ selector: '[role=dialog] img' })
  await walker.click({ selector: '[role=dialog] button:not(:disabled)', name: en.send })
  await walker.gone({ selector: '[role=dialog]' })
  await expect
    .poll(
      async () => (await person.call('messages.list', { chatId, before: 10_000, limit: 1 })).messages.at(-1)?.body.type,
    )
    .toBe('image')
  rmSync(directory, { recursive: true })
  const drawnWidth = () => {
    const pictures = [...document.querySelectorAll<HTMLImageElement>('[data-testid=viewport] article img')]
    return pictures.at(-1)?.naturalWidth ?? 0
  }
  await expect.poll(() => walker.page.run(drawnWidth, null), 'the picture is shown').toBeGreaterThan(0)
}

/** Runs in the page: describes whether the focused element is a message with a visible focus ring. */
const focusOnMessage = () => {
  const focused = document.activeElement
  if (!(focused instanceof HTMLElement)) return 'nothing'
  const { outlineStyle, outlineWidth } = getComputedStyle(focused)
  const ring = outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
  return `${focused.tagName.toLowerCase()} ${ring ? 'with' : 'without'} a ring`
}

for (const tested of engines) {
  test.describe(tested.name, () => {
    test.use({ tested })

    test.describe('with limits', () => {
      test.use({ rateLimits: 'on' })

      test(`${tested.name} signs up with a proof of work and sends a first message`, async ({ engine, server }) => {
        const walker = new Walker(await engine.newPage())
        await walker.page.open(`${server.url}/register`)
        await walker.fill(en.displayName, 'Ada')
        await walker.fill(en.username, 'ada')
        await walker.fill(en.password, password)
        await walker.sees({ selector: '[data-testid=proof]', name: en.proofReady })
        await walker.click({ selector: 'button', name: en.register })
        await walker.click({ selector: '[data-chat-row]', part: en.savedMessages })
        await walker.send('first')
        await walker.sees(walker.message('first'))
      })
    })

    test(`${tested.name} reads and writes, also offline`, async ({ engine, server, network }) => {
      const { alice, bob, chatId } = await twoPeople(server.url)
      const chat = `${network.url}/c/${chatId}`
      const walker = new Walker(await engine.newPage())
      await test.step('a link to a chat opens it after the sign-in', async () => {
        await walker.page.open(chat)
        await signIn(walker, alice)
        await walker.sees(walker.message(lastRead))
      })
      await test.step("the history doesn't move unless you scroll", () => readsHistory(walker))
      await test.step('the composer grows with its text', () => growsAndShrinks(walker))
      await test.step('a picture is sent', () => sendsPicture(walker, { person: alice, chatId }))
      await test.step('F6 moves the focus to a message, which shows it', async () => {
        await walker.click({ selector: '[data-testid=composer]' })
        await walker.page.press('F6', 'Shift')
        await expect.poll(() => walker.page.run(focusOnMessage, null)).toBe('article with a ring')
      })
      await test.step('a message written offline survives a reload and is sent once', async () => {
        network.isolate()
        await walker.send('written offline')
        await walker.sees(walker.message('written offline'))
        await walker.page.reload()
        await walker.sees(walker.message('written offline'))
        await walker.sees(walker.message('four'))
        network.restore()
        const stored = async () => (await bob.texts(chatId)).filter((text) => text === 'written offline')
        await expect.poll(stored).toHaveLength(1)
      })
      await test.step('two tabs show the same', async () => {
        const other = new Walker(await engine.newPage())
        await other.page.open(chat)
        await other.sees(other.message('written offline'))
        await other.send('from the second tab')
        await walker.sees(walker.message('from the second tab'))
        await bob.send(chatId, 'seen in both')
        for (const one of [walker, other]) await one.sees(one.message('seen in both'))
      })
    })
  })
}
