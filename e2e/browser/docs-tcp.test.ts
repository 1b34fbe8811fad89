import { en } from './lib/catalogs'
import { expect, test } from './lib/test'

test.use({ settings: { PARLEY_TCP_PORT: '0', PARLEY_LOG_LEVEL: 'warn' } })

test('the docs show the TCP port of this server, and that it accepts only local programs', async ({
  browsers,
  server,
}) => {
  const { servers } = (await (await fetch(`${server.url}/openrpc.json`)).json()) as {
    servers: { name: string; url: string }[]
  }
  const url = servers.find(({ name }) => name === 'TCP')?.url ?? ''
  expect(url).toMatch(/^tcp:\/\/localhost:\d+$/)
  expect(url).not.toBe('tcp://localhost:7001')
  const page = await browsers.open(undefined, '/docs')
  await expect(page.getByText(url, { exact: true })).toBeVisible()
  await expect(page.getByText(en.docsTcpHere)).toBeVisible()
})
