import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { parseMarkdown } from '@parley/protocol/markdown/parse'
import type { Block, ListItem } from '@parley/protocol/markdown/tree'
import { treeText } from '@parley/protocol/markdown/tree-text'
import type { Page } from '@playwright/test'
import { batched, commonmarkTexts, emojiForms, naughtyTexts } from '../../packages/web/src/testing/typed-texts'
import type { Person } from './lib/people'
import { aliceWithBob } from './lib/scene'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'

const bullets: Readonly<Record<string, string>> = { '-': '–', '*': '•' }
const drawn = ({ sign, children, ...rest }: ListItem): ListItem => ({
  ...rest,
  sign: bullets[sign] ?? sign,
  children: asDrawn(children),
})

/** The blocks with the bullets that the page draws for list markers. */
const asDrawn = (blocks: readonly Block[]): Block[] =>
  blocks.map((block) => {
    if (block.kind === 'quote') return { ...block, children: asDrawn(block.children) }
    return block.kind === 'list' ? { ...block, items: block.items.map(drawn) } : block
  })

const withoutSpace = (text: string): string => text.replace(/\s/g, '')
const expectedText = (source: string): string => withoutSpace(treeText(asDrawn(parseMarkdown(source))))

/** The texts of the rows on the page, except those in `known`, and how far they overflow their bubbles. */
const rowsOn = (page: Page, known: readonly number[]) =>
  screenOf(page).rows.evaluateAll((rows, without) => {
    const fresh = rows.filter((row) => !without.includes(Number((row as HTMLElement).dataset.seq)))
    return fresh.map((row) => {
      const content = row.querySelector('[data-message-text]')
      const copy = content?.cloneNode(true) as Element | undefined
      for (const other of copy?.querySelectorAll('time, .sr-only, button') ?? []) other.remove()
      const box = content?.getBoundingClientRect() ?? new DOMRect()
      const walker = document.createTreeWalker(content ?? row, NodeFilter.SHOW_TEXT)
      const out: number[] = []
      for (let node = walker.nextNode(); node; node = walker.nextNode())
        // White space may overflow at the end of a line.
        for (const { 0: word, index } of (node.textContent ?? '').matchAll(/\S+/g)) {
          const range = document.createRange()
          range.setStart(node, index)
          range.setEnd(node, index + word.length)
          for (const { left, right } of range.getClientRects()) out.push(box.left - left, right - box.right)
        }
      return {
        seq: Number((row as HTMLElement).dataset.seq),
        text: (copy?.textContent ?? '').replace(/\s/g, ''),
        outPx: Math.ceil(Math.max(0, ...out)),
        injected: content?.querySelectorAll('script, iframe, img, style, form, [onerror], [onload]').length,
      }
    })
  }, known)

/** Sends the texts that the server accepts. It refuses texts without visible characters. */
const sendVisible = async (person: Person, chatId: Parameters<Person['send']>[0], texts: readonly string[]) => {
  const visible = texts.filter((text) => /[^\s\p{C}\u2800]/u.test(text))
  await person.sendMany(chatId, batched(visible, '\n\n'))
}

test('every typed letter is on the page and within its bubble, and no markup runs', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await sendVisible(bob, chatId, [...commonmarkTexts, ...naughtyTexts])
  await bob.sendMany(chatId, batched(emojiForms, ' '))
  const texts = await bob.texts(chatId)
  await alice.read(chatId, texts.length)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const dialogs: string[] = []
  page.on('dialog', (dialog) => {
    dialogs.push(dialog.message())
    void dialog.dismiss()
  })
  const screen = screenOf(page)
  await expect(page.getByTestId(`row-${texts.length}`)).toBeInViewport()
  const seen = new Map<number, Awaited<ReturnType<typeof rowsOn>>[number]>()
  for (let steps = 0; seen.size < texts.length && steps < 500; steps++) {
    for (const row of await rowsOn(page, [...seen.keys()])) seen.set(row.seq, row)
    await screen.viewport.evaluate((view) => view.scrollBy(0, -view.clientHeight))
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  }
  expect(seen.size, 'messages shown').toBe(texts.length)
  for (const [at, text] of texts.entries()) expect.soft(seen.get(at + 1)?.text).toBe(expectedText(text))
  const rows = [...seen.values()]
  expect(rows.filter(({ outPx }) => outPx > 1)).toEqual([])
  expect(rows.filter(({ injected }) => injected !== 0)).toEqual([])
  expect(dialogs).toEqual([])
})

/** A letter with forty marks above and forty below. */
const stacked = `Z${'\u0301\u0316'.repeat(40)}`

/** For each row: the box of its text, the part of the page that its marks can reach, and its time. */
const inkOf = (page: Page) =>
  screenOf(page).rows.evaluateAll((rows) =>
    rows.map((row) => {
      const text = row.querySelector('[data-message-text]') ?? row
      const { overflowX, overflowY, overflowClipMargin } = getComputedStyle(text)
      const { top, bottom } = text.getBoundingClientRect()
      const clips = overflowX === 'clip' && overflowY === 'clip'
      const marginPx = clips ? Number.parseFloat(overflowClipMargin) : 1e9
      const whole = row.getBoundingClientRect()
      const time = text.querySelector('time')?.parentElement
      const { position, backgroundColor } = getComputedStyle(time ?? text)
      const bubble = getComputedStyle(row.querySelector('[data-bubble]') ?? row)
      return {
        text: { top, bottom },
        ink: { top: Math.max(top - marginPx, whole.top), bottom: Math.min(bottom + marginPx, whole.bottom) },
        nameBottom: row.querySelector('[data-bubble] button')?.getBoundingClientRect().bottom,
        ...(time && { timeIsAbove: position === 'relative' && backgroundColor === bubble.backgroundColor }),
      }
    }),
  )

test('stacked marks reach neither the time nor other messages, in bubbles and in flat rows', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await bob.direct(alice)
  for (const id of [chatId, WORLD_CHAT_ID]) {
    for (const text of ['before', `${stacked.repeat(30)} ${stacked}`, 'after', '**bold**']) await bob.send(id, text)
    const page = await browsers.open(alice, `/c/${id}`, { context: devices.phone })
    await expect(screenOf(page).row('bold')).toBeInViewport()
    const rows = await inkOf(page)
    const last = rows.slice(-4)
    for (const [at, { ink, text, nameBottom, timeIsAbove }] of last.entries()) {
      expect(ink.bottom - ink.top, 'the text is visible').toBeGreaterThan(10)
      if (nameBottom !== undefined) expect(text.top - ink.top).toBeLessThanOrEqual(4)
      for (const other of last.slice(at + 1)) expect(ink.bottom).toBeLessThanOrEqual(other.text.top)
      for (const other of last.slice(0, at)) expect(ink.top).toBeGreaterThanOrEqual(other.text.bottom)
      expect(timeIsAbove).toBe(id === chatId ? true : undefined)
    }
  }
})

const written = `**重点**：\n\n\n3. yes\n   indented\n5. no\n\n> yours\nmine\n\n\`\`\`ts\nlet a = 1\n  let b\n\`\`\`\n    four`
const seenText = '重点：\n\n\n3. yes\n   indented\n5. no\n\n> yours\nmine\n\nlet a = 1\n  let b\n    four'

test('text selected with the mouse is copied with its line breaks, indents and markers', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.send(chatId, written)
  await bob.send(chatId, '- [x] done\n- `next`')
  const page = await browsers.open(alice, `/c/${chatId}`, {
    context: { permissions: ['clipboard-read', 'clipboard-write'] },
  })
  const screen = screenOf(page)
  await expect(screen.row('done')).toBeVisible()
  const copy = async (from: number, to: number) => {
    await screen.rows.evaluateAll(
      (rows, [first, last]) => {
        const contents = rows.map((row) => row.querySelector('[data-message-text]'))
        const range = document.createRange()
        range.setStart(contents[first] as Node, 0)
        const end = contents[last] as Node
        range.setEnd(end, end.childNodes.length)
        getSelection()?.removeAllRanges()
        getSelection()?.addRange(range)
      },
      [from, to] as const,
    )
    await page.keyboard.press('Control+c')
    return page.evaluate(() => navigator.clipboard.readText())
  }
  const lines = await screen.row('重点').evaluate((row) => {
    const range = document.createRange()
    const node = [...row.querySelectorAll('[data-message-text] div')].at(-1)?.firstChild
    if (!node) throw new Error('no text')
    range.setStart(node, 4)
    range.setEnd(node, 5)
    const [letter] = range.getClientRects()
    return (letter?.left ?? 0) - (row.querySelector('[data-message-text]')?.getBoundingClientRect().left ?? 0)
  })
  expect(lines, 'the indent of the last line').toBeGreaterThan(10)
  expect(await copy(0, 0)).toBe(seenText)
  expect(await copy(0, 1)).toMatch(/^Bob, \d.*\n重点：\n[\s\S]*\n {4}four\n\nBob, \d.*\n☑\ufe0e done\n- next$/)
})

test('the list, a quote and the strip above the composer show the same text as the message', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const first = await bob.send(chatId, '版本1.0~2.0 和**重点**，C:\\Users\\.ssh\n+ 5')
  await bob.answer(chatId, '__init__.py ~~old~~ 10*20*30', first)
  const page = await browsers.open(alice, `/c/${chatId}`)
  const screen = screenOf(page)
  await expect(screen.listRow('Bob')).toContainText('__init__.py old 10*20*30')
  await expect(screen.rows.last().getByTestId('quote')).toContainText('版本1.0~2.0 和重点，C:\\Users\\.ssh + 5')
  await screen.rows.first().hover()
  await page.keyboard.press('Escape')
  await screen.composer.focus()
  await screen.composer.fill('draft **of** 1*2*3')
  await screen.listRow('Bob').click()
  await page.goto('/')
  await expect(screen.listRow('Bob')).toContainText('draft of 1*2*3')
})

test('emphasis slants Latin letters, and sets dots below Chinese characters instead', async ({ browsers, cast }) => {
  const { screen } = await aliceWithBob({ browsers, cast }, '请看 *重点 README* 和 *`代码`*')
  const row = screen.row('重点')
  await expect(row.locator('em span')).toHaveText('重点')
  const looks = await row.locator('em, em span, em code').evaluateAll((nodes) =>
    nodes.map((node) => {
      const { fontStyle, textEmphasisStyle } = getComputedStyle(node)
      return { text: node.textContent, fontStyle, textEmphasisStyle }
    }),
  )
  expect(looks).toEqual([
    { text: '重点 README', fontStyle: 'italic', textEmphasisStyle: 'none' },
    { text: '重点', fontStyle: 'normal', textEmphasisStyle: 'dot' },
    { text: '代码', fontStyle: 'italic', textEmphasisStyle: 'none' },
    { text: '代码', fontStyle: 'normal', textEmphasisStyle: 'none' },
  ])
})
