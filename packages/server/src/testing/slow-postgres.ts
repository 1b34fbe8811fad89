import { connect, createServer, type Socket } from 'node:net'
import { Random } from './random'

/** The longest delay of a query and its result together, in milliseconds. Tests run with it to find races. */
const delayMs = Number(process.env.TEST_DATABASE_DELAY_MS ?? 0)
const random = new Random(Number(process.env.SEED ?? 1))

/** Passes bytes on in their order, each chunk after a random delay. */
const passSlowly = (from: Socket, to: Socket): void => {
  let passed = Promise.resolve()
  const pass = (run: () => void): void => {
    const dueMs = performance.now() + (random.next() * delayMs) / 2
    passed = passed.then(() => Bun.sleep(Math.max(0, dueMs - performance.now()))).then(run)
  }
  from.on('data', (data: Buffer) => {
    // The socket reuses its buffer.
    const copy = Buffer.from(data)
    pass(() => to.write(copy))
  })
  from.on('error', () => {})
  from.on('close', () => pass(() => to.destroy()))
}

/** The port of a proxy before the server on another port. It ends with the process. */
const openProxy = async (target: number): Promise<number> => {
  const server = createServer({ noDelay: true }, (near) => {
    const far = connect({ port: target, host: '127.0.0.1', noDelay: true })
    passSlowly(near, far)
    passSlowly(far, near)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  server.unref()
  return (server.address() as { port: number }).port
}

const proxies = new Map<number, Promise<number>>()

/** The address of a database over a slow network where `TEST_DATABASE_DELAY_MS` is set, otherwise the same address. */
export const slowed = async (url: string): Promise<string> => {
  if (delayMs === 0) return url
  const address = new URL(url)
  const target = Number(address.port)
  const proxy = proxies.get(target) ?? openProxy(target)
  proxies.set(target, proxy)
  address.port = `${await proxy}`
  return address.href
}
