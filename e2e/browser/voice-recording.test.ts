import type { VoiceBody } from '@parley/protocol'
import { seriousFindings } from './lib/accessibility'
import type { Person } from './lib/people'
import { aliceWithBob } from './lib/scene'
import { screenOf } from './lib/screen'
import { expect, test } from './lib/test'
import { playButton, recordFor, speak, speaking, voices } from './lib/voice'

const stored = async (person: Person, chatId: Parameters<Person['send']>[0]): Promise<VoiceBody[]> =>
  (await person.call('messages.list', { chatId })).messages.flatMap(({ body }) => (body.type === 'voice' ? body : []))

test('each recording has its duration and 64 bars, also the second one, and plays for the other person', async ({
  browsers,
  cast,
}) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const hers = await browsers.open(alice, `/c/${chatId}`, speaking)
  const his = await browsers.open(bob, `/c/${chatId}`)
  await recordFor(hers, 1)
  await expect(his.getByTestId('chat-subtitle')).toHaveText(/recording/)
  await expect.poll(() => hers.getByTestId('levels').getAttribute('data-level')).not.toBe('0.00')
  expect(await seriousFindings(hers)).toEqual([])
  await hers.getByTestId('send-voice').click()
  await speak(hers, 3)
  await expect(voices(his)).toHaveCount(2)
  const [first, second] = await stored(bob, chatId)
  for (const [body, seconds] of [
    [first, 1],
    [second, 3],
  ] as const) {
    expect(body?.peaks).toHaveLength(64)
    expect(new Set(body?.peaks).size).toBeGreaterThan(4)
    expect(body?.durationMs).toBeGreaterThan(seconds * 1_000 - 300)
    expect(body?.durationMs).toBeLessThan(seconds * 1_000 + 20_000)
  }
  // The fake microphone beeps from the start in both recordings.
  expect(Math.max(...(second?.peaks ?? []).slice(0, 24))).toBeGreaterThan(20)
  await playButton(voices(his).first()).click()
  await expect(his.getByTestId('player-bar')).toBeVisible()
  await expect(voices(his).first()).not.toHaveAttribute('data-unplayed')
  expect(await seriousFindings(his)).toEqual([])
})

test('a recording can be paused, previewed and continued, and survives messages and another chat', async ({
  browsers,
  cast,
}) => {
  const [alice, bob, carol] = await cast('alice', 'bob', 'carol')
  const chatId = await alice.direct(bob)
  const other = await alice.direct(carol)
  await alice.send(other, 'hello')
  const page = await browsers.open(alice, `/c/${chatId}`, speaking)
  await recordFor(page, 1)
  await bob.send(chatId, 'Are you there?')
  await expect(screenOf(page).row('Are you there?')).toBeVisible()
  await screenOf(page).listRow(carol.name).click()
  await expect(page.getByTestId('recording-elsewhere')).toBeVisible()
  await page.getByTestId('recording-elsewhere').getByText(bob.name).click()
  await page.getByRole('button', { name: 'Pause recording' }).click()
  await expect(page.getByTestId('recording').getByTestId('waveform')).toBeVisible()
  await page.getByRole('button', { name: /^Play voice message/ }).click()
  await page.getByRole('button', { name: 'Continue recording' }).click()
  await page.getByTestId('send-voice').click()
  await expect(voices(page)).toHaveCount(1)
  await expect.poll(async () => (await stored(bob, chatId))[0]?.durationMs ?? 0).toBeGreaterThan(1_000)
})

test('Escape discards a short recording, and confirms before discarding a longer one', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const page = await browsers.open(alice, `/c/${await alice.direct(bob)}`, speaking)
  await page.getByTestId('record').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByTestId('recording')).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(screenOf(page).composer).toBeFocused()
  await recordFor(page, 4)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Keep recording' }).click()
  await expect(page.getByTestId('send-voice')).toBeEnabled()
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Discard recording' }).click()
  await expect(screenOf(page).composer).toBeFocused()
  await expect(voices(page)).toHaveCount(0)
})

test('press and hold records, and sliding away cancels', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const page = await browsers.open(alice, `/c/${await alice.direct(bob)}`, speaking)
  const hold = async () => {
    await page.getByTestId('record').hover()
    await page.mouse.down()
    await expect(page.getByTestId('recorded')).toHaveText(/0:0[1-9]/)
  }
  await hold()
  await page.mouse.move(500, 770, { steps: 5 })
  await expect(page.getByTestId('recording')).toHaveCount(0)
  await page.mouse.up()
  await hold()
  await page.mouse.up()
  await expect(voices(page)).toHaveCount(1)
})

test('a recording sent offline survives a reload', async ({ browsers, cast, network }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await alice.send(chatId, 'hello')
  const page = await browsers.open(alice, `/c/${chatId}`, { ...speaking, url: network.url })
  await expect(screenOf(page).row('hello')).toBeVisible()
  browsers.guard.allow(/./)
  network.isolate()
  await speak(page, 1)
  await expect(voices(page)).toHaveCount(1)
  await page.reload()
  await expect(voices(page)).toHaveCount(1)
  network.restore()
  await expect.poll(async () => (await stored(bob, chatId)).length).toBe(1)
})

test('without permission the button explains why, and offers a file instead', async ({ browsers, cast }) => {
  const { bob, chatId, page, screen } = await aliceWithBob({ browsers, cast })
  await page.getByTestId('record').click()
  await expect(page.getByTestId('no-microphone')).toContainText('doesn’t let this site use the microphone')
  expect(await seriousFindings(page)).toEqual([])
  const song = { name: 'song.mp3', mimeType: 'audio/mpeg', buffer: Buffer.from('ID3 song') }
  await page.getByTestId('audio-file').setInputFiles(song)
  await expect(screen.composer).toBeVisible()
  await expect
    .poll(async () => (await bob.call('messages.list', { chatId })).messages.at(-1)?.body)
    .toMatchObject({ type: 'file', name: 'song.mp3' })
})
