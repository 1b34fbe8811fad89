import { expect, test } from 'bun:test'
import { HttpApp } from '../testing/http-app'

const shop = 'https://shop.example'
const chat = '/embed/01976543-0000-7000-8000-000000000001'

const startWith = async (env: Record<string, string>) => {
  const app = await HttpApp.start(env)
  await Bun.write(`${app.directory}/web/index.html`, '<title>Parley</title>')
  await Bun.write(`${app.directory}/web/docs.html`, '<title>Parley API</title>')
  await Bun.write(`${app.directory}/web/embed.html`, '<!--origins--><title>Chat</title>')
  return app
}

const policyOf = (response: Response) => response.headers.get('content-security-policy') ?? ''

test('[SV18] only the page of one chat may be in a frame, and only in listed pages', async () => {
  await using app = await startWith({ PARLEY_ALLOWED_ORIGINS: `${shop}, http://localhost:3000` })
  const framed = await fetch(app.url + chat)
  expect(framed.status).toBe(200)
  expect(policyOf(framed)).toContain(`; frame-ancestors ${shop} http://localhost:3000; `)
  expect(policyOf(framed)).toContain("default-src 'none'; script-src 'self'")
  expect(await framed.text()).toBe(`<meta name="origins" content="${shop} http://localhost:3000"><title>Chat</title>`)
  const others = ['/', '/c/x', '/settings', '/admin', '/docs', '/embedded', '/embed.html', '/setup/x', '/metrics/no']
  for (const path of [...others, '/..%2fembed/x', '/auth/oidc/none'])
    expect([path, policyOf(await fetch(app.url + path))]).toEqual([
      path,
      expect.stringContaining("frame-ancestors 'none'"),
    ])
})

test('[SV18] without listed pages, a chat is refused in frames', async () => {
  await using app = await startWith({})
  const refused = await fetch(app.url + chat)
  expect([refused.status, policyOf(refused)]).toEqual([403, "frame-ancestors 'none'"])
  expect(await refused.text()).toContain('PARLEY_ALLOWED_ORIGINS')
})

test('[SV19] a frame opens its connection without the cookie of the person who uses the same browser', async () => {
  await using app = await startWith({ PARLEY_ALLOWED_ORIGINS: shop })
  const alice = await app.register('alice')
  const bob = await app.register('bob')
  const openedAs = (path: string) =>
    new Promise<string>((resolve, reject) => {
      const headers = { origin: app.url, cookie: alice.cookie }
      const socket = new WebSocket(`${app.url.replace('http', 'ws')}${path}`, { headers } as never)
      const params = { token: bob.token }
      socket.onopen = () => socket.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'session.open', params }))
      socket.onmessage = ({ data }) => {
        const { result } = JSON.parse(String(data)) as { result?: { user: { username: string } } }
        if (result) resolve(result.user.username)
        socket.close()
      }
      socket.onerror = () => reject(new Error('refused'))
    })
  expect(await openedAs('/ws')).toBe('alice')
  expect(await openedAs('/ws?cookies=ignored')).toBe('bob')
})
