import type { Config } from '../../config/config'
import { bad, type Check, type Finding, good } from './check'

const ANSWER_MS = 2_000

export type PortsConfig = Pick<Config, 'host' | 'port' | 'tcpHost' | 'tcpPort' | 'tls'>

/** Whether the ports are free, or a Parley has them already. */
export const portsCheck = (config: PortsConfig): Check => ({
  name: 'ports',
  run: async () => [await httpPort(config), await tcpPort(config)].flat(),
})

/** Another program has a port, or this user may not take it; undefined when it is free. */
const whyNotFree = (host: string, port: number): string | undefined => {
  try {
    Bun.listen({ hostname: host, port, exclusive: true, socket: { data() {} } }).stop(true)
    return undefined
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error)
  }
}

const here = (host: string): string => (host === '0.0.0.0' || host === '::' ? 'localhost' : host)

const verdict = (name: string, port: number, { why, answers }: { why: string; answers: boolean }): Finding => {
  if (answers) return good(`Parley answers on port ${port}.`)
  if (why === 'EADDRINUSE') return bad(`Another program uses port ${port}.`, `Stop it, or set ${name} to another port.`)
  if (why === 'EACCES')
    return bad(`Port ${port} is for privileged users.`, `Set ${name} to 1024 or higher, or put a proxy in front.`)
  return bad(
    `Port ${port} cannot be used (${why}).`,
    `Set PARLEY_HOST to an address of this machine, and ${name} to a free port.`,
  )
}

const httpPort = async (config: PortsConfig): Promise<Finding> => {
  const { port } = config
  const why = port === 0 ? undefined : whyNotFree(config.host, port)
  if (why === undefined) return good(port === 0 ? 'HTTP uses a free port.' : `Port ${port} is free.`)
  return verdict('PARLEY_PORT', port, { why, answers: await answersHttp(config) })
}

const answersHttp = async ({ host, port, tls }: PortsConfig): Promise<boolean> => {
  try {
    const response = await fetch(`${tls ? 'https' : 'http'}://${here(host)}:${port}/health`, {
      signal: AbortSignal.timeout(ANSWER_MS),
      // The certificate is for the public name.
      tls: { rejectUnauthorized: false },
    })
    return typeof ((await response.json()) as { installation?: unknown }).installation === 'string'
  } catch {
    return false
  }
}

const tcpPort = async (config: PortsConfig): Promise<Finding[]> => {
  const { tcpHost, tcpPort: port } = config
  if (port === undefined || port === 0) return []
  const why = whyNotFree(tcpHost, port)
  if (why === undefined) return [good(`Port ${port} is free for TCP.`)]
  return [verdict('PARLEY_TCP_PORT', port, { why, answers: await answersTcp(config, port) })]
}

/** Whatever answers a call that is none with an error of JSON-RPC is taken for a Parley. */
const answersTcp = async ({ tcpHost, tls }: PortsConfig, port: number): Promise<boolean> => {
  const answered = Promise.withResolvers<string>()
  const timer = setTimeout(() => answered.resolve(''), ANSWER_MS)
  let text = ''
  const socket = await Bun.connect({
    hostname: here(tcpHost),
    port,
    ...(tls ? { tls: { rejectUnauthorized: false } } : {}),
    socket: {
      open: (opened) => void opened.write('{"jsonrpc":"2.0","id":1,"method":"session.ping","params":{}}\n'),
      data: (_, data) => {
        text += data.toString()
        if (text.includes('\n')) answered.resolve(text)
      },
      close: () => answered.resolve(text),
      error: () => answered.resolve(''),
    },
  }).catch(() => undefined)
  if (!socket) answered.resolve('')
  const answer = await answered.promise
  clearTimeout(timer)
  socket?.end()
  return /"jsonrpc"\s*:\s*"2\.0"/.test(answer)
}
