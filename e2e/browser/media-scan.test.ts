import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { en, zh } from './lib/catalogs'
import { chooseFiles, fileFor } from './lib/files'
import { startParley } from './lib/parley-server'
import { expect, registerAs, test } from './lib/test'

/** A scanner that holds files until the test releases them. It refuses files that contain the word virus. */
const startScanner = async () => {
  let answer = () => {}
  const told = new Promise<void>((resolve) => {
    answer = resolve
  })
  const server = createServer(async (request, response) => {
    const clean = !(await text(request)).includes('virus')
    await told
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ clean }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/scan`
  const stop = () => {
    server.closeAllConnections()
    server.close()
  }
  return { url, answer, stop }
}

for (const [language, words] of [
  ['en', en],
  ['zh', zh],
] as const)
  test(`[M13] a file shows that it is being checked, and is then sent or refused by name (${language})`, async ({
    browsers,
    settings,
  }) => {
    const scanner = await startScanner()
    const server = await startParley({ ...settings, PARLEY_MEDIA_SCAN_URL: scanner.url })
    try {
      const [alice, bob] = [await registerAs(server.url, 'alice'), await registerAs(server.url, 'bob')]
      const chatId = await alice.direct(bob)
      const page = await browsers.open(alice, `/c/${chatId}`, { url: server.url, language })
      for (const name of ['report.txt', 'virus.txt']) {
        const sheet = await chooseFiles(page, [fileFor(name, Buffer.from(`a ${name}`), 'text/plain')])
        await sheet.getByTestId('caption').press('Enter')
      }
      const rows = page.locator('article').filter({ hasText: `${words.statusChecking} · ` })
      await expect(rows).toHaveCount(2)
      expect((await bob.call('messages.list', { chatId, limit: 10 })).messages).toEqual([])
      scanner.answer()
      await expect(page.locator('article[data-status=sent]')).toContainText('report.txt')
      const refused = page.locator('article[data-status=failed]')
      await expect(refused).toContainText('virus.txt')
      await expect(refused).toContainText(words.error_media_refused)
      const { messages } = await bob.call('messages.list', { chatId, limit: 10 })
      expect(messages.map(({ body }) => body.type === 'file' && body.name)).toEqual(['report.txt'])
      await browsers.close()
    } finally {
      scanner.stop()
      await server.stop()
    }
  })
