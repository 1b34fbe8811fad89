import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import type { Page } from '@playwright/test'
import { en } from './lib/catalogs'
import { startParley } from './lib/parley-server'
import { Person } from './lib/people'
import { screenOf } from './lib/screen'
import { type Browsers, devices, expect, test } from './lib/test'

/** The given style properties of an element; sizes are as drawn on the page. */
const lookOf = (page: Page, selector: string, properties: readonly string[]) =>
  page
    .locator(selector)
    .first()
    .evaluate((element, names) => {
      const [style, box] = [getComputedStyle(element), element.getBoundingClientRect()]
      const sizes: Record<string, number> = { width: box.width, height: box.height }
      return names.map((name) => `${name} ${name in sizes ? `${sizes[name]}px` : style.getPropertyValue(name)}`)
    }, properties)

/** Each part with its values from the design. */
const desktop: Readonly<Record<string, readonly string[]>> = {
  '[data-testid=rail]': ['width 64px'],
  '[data-testid=rail] a': ['width 44px', 'height 44px', 'border-radius 12px'],
  '[data-testid=rail] a svg': ['width 22px'],
  '[data-testid=own-status] > span': ['width 32px'],
  '[data-list] > header': ['height 56px'],
  '[data-list-search]': ['height 36px', 'border-radius 10px'],
  '[data-testid=filters] button': ['height 28px'],
  '[data-chat-row]': ['height 64px', 'border-radius 10px', 'padding-left 12px', 'column-gap 12px'],
  '[data-chat-row] > span:first-child': ['width 44px'],
  '[data-testid=row-name]': ['font-size 14px', 'line-height 20px'],
  '[data-chat-row] time': ['font-size 12px', 'font-variant-numeric tabular-nums'],
  '[data-testid=chat-pane] header': ['height 56px'],
  '[data-testid=chat-title]': ['font-size 15px', 'line-height 20px', 'font-weight 600'],
  '[data-testid=chat-subtitle]': ['font-size 12px', 'line-height 16px'],
  '[data-testid=chat-menu]': ['width 36px', 'height 36px'],
}

const expectLooks = async (page: Page, looks: Readonly<Record<string, readonly string[]>>) => {
  for (const [selector, wanted] of Object.entries(looks)) {
    const properties = wanted.map((one) => one.slice(0, one.indexOf(' ')))
    expect.soft(await lookOf(page, selector, properties), selector).toEqual(wanted)
  }
}

const withChat = async (browsers: Browsers, [alice, bob]: readonly [Person, Person]) => {
  const chatId = await alice.befriend(bob)
  await bob.send(chatId, 'hello')
  return browsers.open(alice, `/c/${chatId}`)
}

test('rail, list, rows and header match the sizes of the design', async ({ browsers, cast }) => {
  const page = await withChat(browsers, await cast('alice', 'bob'))
  await expect(screenOf(page).row('hello')).toBeVisible()
  await expect(page.getByTestId('own-status')).toBeVisible()
  await expectLooks(page, desktop)
})

/** Parts of a history in bubbles, and of the composer. */
const timeline: Readonly<Record<string, readonly string[]>> = {
  '[data-bubble]': ['padding-top 7px', 'padding-right 12px', 'padding-bottom 8px', 'padding-left 12px'],
  '[data-testid=row-3] [data-bubble]': ['border-radius 16px 16px 16px 6px'],
  '[data-testid=row-4] [data-bubble]': ['border-radius 6px 16px 16px'],
  '[data-testid=row-4] .avatar': ['width 32px', 'height 32px'],
  '[data-testid=row-5] [data-testid=quote]': ['height 44px', 'border-left-width 3px', 'border-radius 6px'],
  '[data-testid=reactions] button': ['height 26px', 'border-radius 13px', 'font-size 13px', 'line-height 18px'],
  '[data-testid=viewport] [data-day]': ['height 24px', 'border-radius 12px', 'font-size 12px', 'font-weight 500'],
  '[data-testid=unread-divider]': ['font-size 12px', 'line-height 16px', 'font-weight 600'],
  '[data-testid=row-tools]': ['height 32px', 'border-radius 8px'],
  '[data-testid=typing]': ['height 24px'],
  '[data-testid=composer-strip]': ['height 44px'],
  '[data-testid=composer]': ['height 44px', 'border-radius 20px', 'font-size 15px', 'line-height 22px'],
}

/** The distance of each bubble to the bubble above it, in px. */
const gapsOf = (page: Page, rows: readonly number[]) =>
  page.evaluate(
    (seqs) =>
      seqs.map((seq) => {
        const box = (of: number) => {
          const bubble = document.querySelector(`[data-testid=row-${of}] [data-bubble]`)
          return bubble?.getBoundingClientRect() ?? new DOMRect()
        }
        return Math.round(box(seq).top - box(seq - 1).bottom)
      }),
    rows,
  )

test('history and composer match the sizes of the design', async ({ browsers, cast }) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const { id: chatId } = await alice.group('Crew', [bob, carol])
  const first = await alice.send(chatId, 'one')
  await alice.read(chatId, first.seq)
  const second = await bob.send(chatId, 'two')
  await bob.send(chatId, 'three')
  await carol.answer(chatId, 'four', second)
  await carol.call('messages.react', { chatId, id: second.id, emoji: '👍', on: true })
  const page = await browsers.open(alice, `/c/${chatId}`)
  await expect(page.getByTestId('reactions')).toBeVisible()
  await page.keyboard.press('Shift+F6')
  await page.keyboard.press('r')
  await expect(page.getByTestId('composer-strip')).toBeVisible()
  await screenOf(page).row('one').hover()
  await expect(page.getByTestId('row-tools').first()).toBeVisible()
  await expectLooks(page, timeline)
  // Within a run, and at the start of the next run.
  expect(await gapsOf(page, [4, 5])).toEqual([2 + 32, 10])
})

test('flat rows have a gutter of 64 px, of which phones give 8 px to the text', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const message = await bob.send(WORLD_CHAT_ID, 'ahoy')
  const path = `/c/${WORLD_CHAT_ID}/${message.seq}`
  for (const [context, gutter] of [
    [devices.desktop, 64],
    [devices.phone, 56],
  ] as const) {
    const page = await browsers.open(alice, path, { context })
    const row = screenOf(page).row('ahoy').first()
    await expect(row).toBeVisible()
    const starts = await row.evaluate((one) => {
      const bubble = one.querySelector('[data-bubble]')
      const left = (part: Element | null | undefined) => part?.getBoundingClientRect().left ?? 0
      return left(bubble) - left(bubble?.closest('[data-layout]'))
    })
    expect(starts).toBe(gutter)
  }
})

test('dialogs have the same margins, and fields end where their buttons do', async ({ browsers, cast }) => {
  const [alice] = await cast('alice')
  const page = await browsers.open(alice)
  const dialog = page.getByRole('dialog')
  const [body, footer] = [dialog.getByTestId('dialog-body'), dialog.locator('footer')]
  for (const name of [en.newChat, en.newGroup, en.invitePeople, en.joinByLink]) {
    await page.getByRole('button', { name: en.newConversation }).click()
    await page.getByRole('menuitem', { name }).click()
    await expect(dialog).toBeVisible()
    await expect(body).toBeVisible()
    const edges = await body.evaluate((part) => {
      const inside = part.getBoundingClientRect()
      const last = [...part.children].at(-1)?.getBoundingClientRect()
      return { bottom: last && inside.bottom - last.bottom + Math.min(0, part.clientHeight - part.scrollHeight) }
    })
    expect.soft(edges, name).toEqual({ bottom: 24 })
    await expectLooks(page, {
      '[role=dialog]': ['border-radius 16px'],
      '[role=dialog] h2': ['font-size 17px', 'line-height 24px'],
    })
    if ((await footer.count()) > 0)
      expect.soft(await footer.evaluate((part) => getComputedStyle(part).boxShadow)).not.toBe('none')
    await page.keyboard.press('Escape')
    await expect(dialog).toBeHidden()
  }
})

test("the fields of a group's settings end where the button below them does", async ({ browsers, cast }) => {
  const [alice] = await cast('alice')
  const group = await alice.group('Hike', [])
  const page = await browsers.open(alice, `/c/${group.id}/details`)
  await page.getByRole('button', { name: en.groupSettings }).click()
  const dialog = page.getByRole('dialog')
  const field = await dialog.getByLabel(en.groupName).boundingBox()
  const save = await dialog.getByRole('button', { name: en.save }).boundingBox()
  const end = (box: { readonly x: number; readonly width: number } | null) =>
    Math.round((box?.x ?? 0) + (box?.width ?? 0))
  expect(end(field)).toBe(end(save))
})

test('details of people and groups are neutral rows with a common left edge', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const [direct, group] = [await alice.befriend(bob), await alice.group('Hike', [bob])]
  const page = await browsers.open(alice, `/c/${group.id}/details`)
  const look = async (name: string) => {
    const row = page.getByRole('button', { name })
    await expect(row).toBeVisible()
    return row.evaluate((element) => [
      Math.round(element.querySelector('svg')?.getBoundingClientRect().x ?? 0),
      getComputedStyle(element).color === getComputedStyle(document.body).color,
    ])
  }
  const inGroup = await look(en.groupSettings)
  expect(inGroup[1]).toBe(true)
  await page.goto(`/c/${direct}/details`)
  expect(await look(en.setRemark)).toEqual(inGroup)
})

test('on phones choices fill their line, and the reason for a disabled choice is readable', async ({
  browsers,
  cast,
}) => {
  const [alice] = await cast('alice')
  const page = await browsers.open(alice, '/settings', { context: devices.phone })
  const widths = async (name: string) =>
    page.getByRole('group', { name, exact: true }).evaluate((group) => Math.round(group.getBoundingClientRect().width))
  expect(await widths(en.ownStatus)).toBe(await widths(en.privacySeenBy))
  const reason = page.getByText(en.desktopDenied).or(page.getByText(en.desktopImpossible))
  const faded = await reason.evaluate((element) => {
    let opacity = 1
    for (let at: Element | null = element; at; at = at.parentElement) opacity *= Number(getComputedStyle(at).opacity)
    return opacity
  })
  expect(faded).toBe(1)
})

test('with forced colours, avatars have a ring, also in the list', async ({ browsers, cast }) => {
  const page = await withChat(browsers, await cast('alice', 'bob'))
  await page.emulateMedia({ forcedColors: 'active' })
  await expect(screenOf(page).row('hello')).toBeVisible()
  const ring = await page
    .locator('[data-chat-row] .avatar')
    .first()
    .evaluate((avatar) => getComputedStyle(avatar).outlineStyle)
  expect(ring).toBe('solid')
})

test('the administration keeps the rail, and its rows have no red buttons', async ({ browsers, settings }) => {
  const server = await startParley(settings)
  const grace = await Person.register(server.url, { username: 'grace', name: 'Grace', setup: server.setupCode ?? '' })
  await Person.register(server.url, { username: 'bob', name: 'Bob' })
  const page = await browsers.open(grace, '/admin', { url: server.url })
  const row = page.getByRole('listitem').filter({ hasText: '@bob' })
  await expect(row.getByRole('button')).toHaveCount(1)
  await expect(
    page.getByRole('navigation', { name: en.navigation }).getByRole('link', { name: en.chats }),
  ).toBeVisible()
  const phone = await browsers.open(grace, '/admin', { url: server.url, context: devices.phone })
  const widthOf = (name: string) =>
    phone.getByRole('group', { name, exact: true }).evaluate((group) => group.lastElementChild?.clientWidth)
  await expect(phone.getByRole('group', { name: en.slowMode })).toBeVisible()
  expect(await widthOf(en.whoWrites)).toBe(await widthOf(en.adminRegistration))
  await browsers.close()
  await server.stop()
})
