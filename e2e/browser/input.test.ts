import { limits } from '@parley/protocol/limits'
import { isVisible } from '@parley/protocol/visible'
import { hostilePayloads } from '../../packages/web/src/testing/hostile-payloads'
import { waitUntilStill } from './lib/frames'
import { aliceWithBob } from './lib/scene'
import { screenOf } from './lib/screen'
import { expect, test } from './lib/test'

test("B19 Enter that ends an input method's composition does not send", async ({ browsers, cast }) => {
  const { bob, chatId, page, screen } = await aliceWithBob({ browsers, cast }, 'hello')
  await expect(screen.row('hello')).toBeVisible()
  await screen.composer.focus()
  const devtools = await page.context().newCDPSession(page)
  const compose = (text: string) =>
    devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  /** Enter as browsers report it during a composition: keyCode 229. */
  const enterOfIme = async () => {
    const key = { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 229, nativeVirtualKeyCode: 229 }
    await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', ...key })
    await devtools.send('Input.dispatchKeyEvent', { type: 'keyUp', ...key })
  }
  await compose('ni')
  await compose('nihao')
  await enterOfIme()
  await devtools.send('Input.insertText', { text: '你好' })
  // Safari ends the composition before the key event: no longer composing, but still keyCode 229.
  await enterOfIme()
  await expect(screen.composer).toHaveValue('你好')
  expect(await bob.texts(chatId)).toEqual(['hello'])
  await screen.composer.press('Shift+Enter')
  await screen.composer.pressSequentially('ok')
  await expect(screen.composer).toHaveValue('你好\nok')
  await screen.composer.press('Enter')
  await expect(screen.row('你好')).toHaveAttribute('data-status', 'sent')
  expect(await bob.texts(chatId)).toEqual(['hello', '你好\nok'])
})

test('B19 touch: Enter adds a line, the button sends', async ({ browsers, cast }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  const page = await browsers.open(alice, `/c/${chatId}`, {
    context: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
  })
  const screen = screenOf(page)
  await screen.composer.fill('one')
  await screen.composer.press('Enter')
  await screen.composer.pressSequentially('two')
  await expect(screen.composer).toHaveValue('one\ntwo')
  await page.getByTestId('send').tap()
  await expect(screen.row('one')).toHaveAttribute('data-status', 'sent')
  expect(await bob.texts(chatId)).toEqual(['one\ntwo'])
})

/** Hostile names, within the rule that a name is one line of valid text. */
const hostileNames = [
  '<img src=x onerror=hacked=1>',
  '"><script>hacked=1</script>',
  'مرحبا ‏exe.gpj',
  'Z̸̧̛a̷l̵g̶o̴ ̷̢̛t̵e̴x̷t̶',
  '{{7*7}} {name} %s &lt;',
]

/** Only texts that fit into one message. The server refuses longer ones. */
const texts = [...new Set(hostilePayloads.map((text) => text.slice(0, limits.textMaxChars)))].filter(
  (text) => isVisible(text) && text.isWellFormed() && !text.includes('\0'),
)

test('B20 hostile texts and names are shown as text', async ({ browsers, cast, server }) => {
  const [alice, bob] = await cast('alice', 'bob')
  const chatId = await alice.direct(bob)
  await bob.sendMany(chatId, texts)
  await alice.read(chatId, texts.length)
  const page = await browsers.open(alice, '/', {})
  const violations: string[] = []
  await page.exposeFunction('reportViolation', (what: string) => violations.push(what))
  await page.addInitScript(() => {
    const report = (globalThis as unknown as { reportViolation: (what: string) => void }).reportViolation
    document.addEventListener('securitypolicyviolation', (event) =>
      report(`${event.violatedDirective} ${event.sample}`),
    )
  })
  for (const name of hostileNames) {
    // The server removes invisible characters and returns the remaining name.
    const { name: shown } = await bob.call('accounts.update', { name })
    await page.goto(`/c/${chatId}`)
    await expect(page.getByTestId('chat-title')).toHaveText(shown)
    await expect(screenOf(page).listRow(shown)).toHaveCount(1)
  }
  const screen = screenOf(page)
  await waitUntilStill(screen.viewport)
  // Scrolls up through the history, so that every message is rendered.
  const seen = new Set<string>()
  await screen.viewport.hover()
  for (let steps = 0; seen.size < texts.length && steps < 2_000; steps++) {
    for (const seq of await screen.rows.evaluateAll((rows) =>
      rows.map((row) => (row as HTMLElement).dataset.seq ?? ''),
    ))
      seen.add(seq)
    await page.mouse.wheel(0, -1_200)
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
  }
  expect(seen.size, 'messages shown').toBe(texts.length)
  expect(await page.getByText('Can’t show this message').count(), 'rows that failed').toBe(0)
  const state = await page.evaluate(() => ({
    hacked: 'hacked' in globalThis,
    injected: document.querySelectorAll('iframe, object, embed, base, form[action], [onerror], [onload]').length,
    links: [...document.querySelectorAll<HTMLAnchorElement>('[data-message-text] a')].map((link) => link.protocol),
    wide: document.documentElement.scrollWidth > innerWidth,
  }))
  expect(state.hacked, 'a script in a message ran').toBe(false)
  expect(state.injected).toBe(0)
  expect(state.links.filter((protocol) => !/^(https?|mailto|tel):$/.test(protocol))).toEqual([])
  expect(state.wide, 'the page is too wide').toBe(false)
  expect(violations).toEqual([])
  expect(page.url().startsWith(server.url), 'the page was not replaced').toBe(true)
})
