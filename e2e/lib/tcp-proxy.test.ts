import { expect, test } from 'bun:test'
import { TcpProxy } from './tcp-proxy'

const serve = (word: string) =>
  Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response(word.repeat(100_000)) })
const ask = async (port: number): Promise<string> =>
  (await fetch(`http://127.0.0.1:${port}/`, { keepalive: false, headers: { connection: 'close' } })).text()

test('a proxy forwards data, can be cut and restored, and uses the next target when one is gone', async () => {
  const [a, b] = [serve('a'), serve('b')]
  const targetOf = ({ port }: { port: number | undefined }) => ({ hostname: '127.0.0.1', port: port ?? 0 })
  using proxy = TcpProxy.to(targetOf(a), targetOf(b))
  const answers = [await ask(proxy.port), await ask(proxy.port), await ask(proxy.port)]
  expect(new Set(answers)).toEqual(new Set(['a'.repeat(100_000), 'b'.repeat(100_000)]))
  await a.stop(true)
  expect(await ask(proxy.port)).toBe('b'.repeat(100_000))
  expect(await ask(proxy.port)).toBe('b'.repeat(100_000))
  proxy.setMode('cut')
  expect(await ask(proxy.port).catch(() => 'refused')).toBe('refused')
  proxy.setMode('open')
  expect(await ask(proxy.port)).toBe('b'.repeat(100_000))
  proxy.setMode('frozen')
  const answer = ask(proxy.port).catch(() => 'broken')
  expect(await Promise.race([answer, Bun.sleep(200).then(() => 'silence')])).toBe('silence')
  proxy.setMode('open')
  expect(await answer).toBe('broken')
  await b.stop(true)
})
