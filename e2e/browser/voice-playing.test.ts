import type { Locator, Page } from '@playwright/test'
import { seriousFindings } from './lib/accessibility'
import { en } from './lib/catalogs'
import { screenOf } from './lib/screen'
import { devices, expect, test } from './lib/test'
import { playButton, type Sample, sendLongVoice, sendVoice, voices } from './lib/voice'

const peaks = Array.from({ length: 64 }, (_, at) => at % 32)
const time = (voice: Locator) => voice.getByTestId('voice-time')
const unplayed = (page: Page) => page.locator('[data-testid=voice][data-unplayed]')
/** The playback position, in ms. */
const headOf = async (voice: Locator) => Number(await voice.getByTestId('waveform').getAttribute('aria-valuenow'))

for (const sample of ['webm', 'mp4', 'ogg', 'm4a', 'wav'] as const satisfies readonly Sample[])
  test(`a voice message in ${sample} plays, and its position returns to the start`, async ({ browsers, cast }) => {
    const [alice, bob] = await cast('alice', 'bob')
    const chatId = await alice.direct(bob)
    await sendVoice(alice, chatId, { sample, peaks })
    const page = await browsers.open(bob, `/c/${chatId}`)
    await expect(time(voices(page))).toHaveText('0:03')
    await playButton(voices(page)).click()
    await expect(page.getByTestId('player-bar')).toBeVisible()
    // The test polls once a second, so a busy machine could miss a single second.
    await expect(time(voices(page))).toHaveText(/^0:0[0-3] \/ 0:03$/)
    await expect(page.getByTestId('player-bar')).toHaveCount(0)
    await expect(time(voices(page))).toHaveText('0:03')
    expect(await headOf(voices(page))).toBe(0)
  })

test('played messages are marked on all devices of the person, and the next unplayed one starts', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await sendVoice(alice, chatId)
  await alice.send(chatId, 'between')
  await sendVoice(alice, chatId)
  await sendVoice(bob, chatId)
  const [page, second] = [await browsers.open(bob, `/c/${chatId}`), await browsers.open(bob, `/c/${chatId}`)]
  for (const one of [page, second]) await expect(unplayed(one)).toHaveCount(2)
  await playButton(voices(page).first()).click()
  await expect(unplayed(second)).toHaveCount(1)
  await expect(time(voices(page).nth(1))).toContainText('/')
  await expect(unplayed(second)).toHaveCount(0)
  await expect(page.getByTestId('player-bar')).toHaveCount(0)
  await page.reload()
  await expect(voices(page)).toHaveCount(3)
  await expect(unplayed(page)).toHaveCount(0)
})

test('a hidden message is skipped, and a retracted one leaves the player', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const [, hidden, last] = [
    await sendVoice(alice, chatId),
    await sendVoice(alice, chatId),
    await sendVoice(alice, chatId),
  ]
  const page = await browsers.open(bob, `/c/${chatId}`)
  await expect(voices(page)).toHaveCount(3)
  await bob.call('messages.hide', { chatId, ids: [hidden] })
  await expect(voices(page)).toHaveCount(2)
  await playButton(voices(page).first()).click()
  await expect(time(voices(page).nth(1))).toContainText('/')
  await page.getByTestId('player-bar').getByRole('button', { name: en.pauseVoice }).click()
  const { played } = await bob.call('messages.list', { chatId, limit: 10 })
  expect(played.map(({ messageId }) => messageId)).not.toContain(hidden)
  await alice.call('messages.retract', { chatId, id: last })
  await expect(page.getByTestId('player-bar')).toHaveCount(0)
  await expect(voices(page)).toHaveCount(1)
})

test('voice messages play in the details, as in the chat', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await sendVoice(alice, chatId, { peaks })
  await sendVoice(alice, chatId, { peaks })
  const page = await browsers.open(bob, `/c/${chatId}/voice`)
  const listed = page.getByTestId('contents').getByTestId('voice')
  await expect(listed).toHaveCount(2)
  await expect(unplayed(page)).toHaveCount(4)
  // The list has the newest first: the older message plays, and the newer one after it.
  await playButton(listed.nth(1)).click()
  await expect(time(listed.nth(1))).toContainText('/')
  await expect(time(listed.first())).toContainText('/')
  await expect(page.getByTestId('player-bar')).toHaveCount(0)
  await expect(unplayed(page)).toHaveCount(0)
  await sendLongVoice(alice, chatId, peaks)
  await expect(listed).toHaveCount(3)
  const wave = listed.first().getByTestId('waveform')
  await wave.press('ArrowRight')
  await listed.first().getByRole('button', { name: en.pauseVoice, exact: true }).click()
  await expect(time(listed.first())).toContainText('/')
  expect(await seriousFindings(page)).toEqual([])
  await page.getByTestId('contents').getByRole('button', { name: en.showInChat }).first().click()
  await expect(voices(page).last()).toBeInViewport()
})

test('[DL46] a played mark that did not reach the server survives a reload, and is sent then', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const id = await sendVoice(alice, chatId)
  const context = await browsers.context(bob)
  const page = await context.newPage()
  let lost = 0
  let losing = true
  await page.routeWebSocket('**/ws', (socket) => {
    const server = socket.connectToServer()
    socket.onMessage((frame) => {
      if (losing && frame.includes('messages.markPlayed')) lost++
      else server.send(frame)
    })
  })
  await page.goto(`/c/${chatId}`)
  await expect(unplayed(page)).toHaveCount(1)
  await playButton(voices(page)).click()
  await expect(unplayed(page)).toHaveCount(0)
  await expect.poll(() => lost).toBeGreaterThan(0)
  const told = async () => (await bob.call('messages.list', { chatId, limit: 10 })).played.map((row) => row.messageId)
  expect(await told()).toEqual([])
  losing = false
  await page.reload()
  await expect(voices(page)).toHaveCount(1)
  await expect.poll(told).toEqual([id])
  await expect(unplayed(page)).toHaveCount(0)
})

test('only one sound at a time plays, also across tabs', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  for (let at = 0; at < 2; at++) await sendVoice(alice, chatId)
  const context = await browsers.context(bob)
  const [page, tab] = [await context.newPage(), await context.newPage()]
  for (const one of [page, tab]) await one.goto(`/c/${chatId}`)
  const pauses = (one: Page) => voices(one).getByRole('button', { name: 'Pause', exact: true })
  await playButton(voices(page).first()).click()
  await expect(pauses(page)).toHaveCount(1)
  await playButton(voices(page).nth(1)).click()
  await expect(time(voices(page).first())).toHaveText('0:03')
  await expect(pauses(page)).toHaveCount(1)
  await playButton(voices(tab).first()).click()
  await expect(pauses(tab)).toHaveCount(1)
  await expect(pauses(page)).toHaveCount(0)
})

test('pointer and keys seek, and the speed is remembered', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await sendVoice(alice, chatId, { peaks })
  const page = await browsers.open(bob, `/c/${chatId}`)
  const voice = voices(page)
  await playButton(voice).click()
  await voice.getByRole('button', { name: 'Pause', exact: true }).click()
  const wave = voice.getByTestId('waveform')
  const box = await wave.boundingBox()
  await wave.click({ position: { x: (box?.width ?? 0) * 0.7, y: 10 } })
  await expect(time(voice)).toHaveText('0:02 / 0:03')
  await wave.press('Home')
  await expect(time(voice)).toHaveText('0:00 / 0:03')
  await wave.press('ArrowRight')
  await expect(time(voice)).toHaveText('0:03 / 0:03')
  await wave.press('Home')
  await voice.getByRole('button', { name: 'Speed 1×' }).click()
  await voice.getByRole('button', { name: 'Speed 1.5×' }).click()
  expect(await seriousFindings(page)).toEqual([])
  await page.reload()
  await playButton(voices(page)).click()
  await expect(voices(page).getByRole('button', { name: 'Speed 2×' })).toBeVisible()
})

test('playback continues in another chat, and the bar leads back to the message', async ({ browsers, cast }) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const [chatId, other] = [await bob.direct(alice), await bob.direct(carol)]
  await carol.send(other, 'hello')
  await sendVoice(alice, chatId)
  const page = await browsers.open(bob, `/c/${chatId}`)
  await playButton(voices(page)).click()
  await page.getByTestId('player-bar').getByRole('button', { name: 'Pause' }).click()
  await screenOf(page).listRow(carol.name).click()
  await expect(screenOf(page).row('hello')).toBeVisible()
  const bar = page.getByTestId('player-bar')
  await expect(bar).toContainText(alice.name)
  expect(await seriousFindings(page)).toEqual([])
  await bar.getByRole('button', { name: 'Show voice message' }).click()
  await expect(voices(page)).toBeVisible()
  await bar.getByRole('button', { name: 'Stop playing' }).click()
  await expect(bar).toHaveCount(0)
})

test('missing peaks draw a flat bar, and broken or unsupported sound offers the download', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await sendVoice(alice, chatId)
  await sendVoice(alice, chatId, { whole: false, peaks })
  const page = await browsers.open(bob, `/c/${chatId}`, { context: devices.phone })
  const heights = await voices(page).first().locator('[data-testid=waveform] path').first().getAttribute('d')
  expect(new Set([...(heights ?? '').matchAll(/v([\d.]+)/g)].map(([, height]) => height)).size).toBe(1)
  await playButton(voices(page).nth(1)).click()
  await expect(page.getByTestId('voice-download')).toHaveCount(1)
  await expect(page.getByTestId('voice-download')).toHaveAttribute('href', /media/)
  const older = await browsers.context(bob)
  await older.addInitScript(() => {
    HTMLMediaElement.prototype.canPlayType = () => ''
  })
  const there = await older.newPage()
  await there.goto(`/c/${chatId}`)
  await expect(there.getByTestId('voice-download')).toHaveCount(2)
  expect(await seriousFindings(there)).toEqual([])
})
