import { expect, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { limits, newUuidV7 } from '@parley/protocol'
import { eventually } from '@parley/server/src/testing/eventually'
import { freePort } from '@parley/server/src/testing/free-port'
import { serverMain } from '@parley/server/src/testing/server-main'
import { startServer } from '../lib/server-process'
import { temporaryDirectory } from '../lib/temporary-directory'

const root = join(import.meta.dir, '..', '..')
const paths = `${process.env.PATH ?? ''}:/usr/sbin:/usr/local/sbin`
const find = (program: string) => Bun.which(program, { PATH: paths })

const proxies = [
  { name: 'nginx', command: (file: string) => ['nginx', '-c', file, '-g', 'daemon off;'] },
  { name: 'haproxy', command: (file: string) => ['haproxy', '-db', '-f', file] },
] as const

for (const { name } of proxies)
  if (!find(name)) console.log(`Test of ${name} in front of a node skipped: it is not installed.`)

const certificate = async (directory: string): Promise<{ certPath: string; pem: string }> => {
  const [keyPath, certPath] = [join(directory, 'key.pem'), join(directory, 'cert.pem')]
  const made = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2']
  const named = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost']
  const child = Bun.spawn(['openssl', ...made, ...named, '-keyout', keyPath, '-out', certPath], { stderr: 'ignore' })
  expect(await child.exited).toBe(0)
  const pem = join(directory, 'both.pem')
  writeFileSync(pem, readFileSync(certPath, 'utf8') + readFileSync(keyPath, 'utf8'))
  return { certPath, pem }
}

interface Place {
  readonly directory: string
  readonly port: number
  readonly nodePort: number
  readonly tcpPort: number
  readonly tcpsPort: number
  readonly pem: string
}

/** The unchanged example, with the test's addresses instead of its own, and one node. */
const adapted = {
  nginx: ({ directory, port, nodePort, pem }: Place) => {
    const text = readFileSync(join(root, 'deploy', 'nginx.conf'), 'utf8')
      .replaceAll('10.0.0.11:8080', `127.0.0.1:${nodePort}`)
      .replace(/ {4}server 10\.0\.0\.12.*\n/, '')
      .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
      .replace(/\/etc\/ssl\/chat\.example\.(crt|key)/g, pem)
    const logs = `error_log ${directory}/error.log; pid ${directory}/pid; user root;`
    const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
      .map((kind) => `${kind}_temp_path ${directory}/${kind};`)
      .join(' ')
    const user = process.getuid?.() === 0 ? logs : logs.replace('user root;', '')
    return `${user} events {} http { access_log off; ${temporary}\n${text}\n}`
  },
  haproxy: ({ port, nodePort, tcpPort, tcpsPort, pem }: Place) =>
    readFileSync(join(root, 'deploy', 'haproxy.cfg'), 'utf8')
      .replaceAll('10.0.0.11:8080', `127.0.0.1:${nodePort}`)
      .replace(/ {4}server node2.*\n/g, '')
      .replace('bind :443', `bind 127.0.0.1:${port}`)
      .replaceAll('/etc/haproxy/chat.example.pem', pem)
      .replaceAll('10.0.0.11:7001', `127.0.0.1:${tcpPort}`)
      .replace(`port 8080`, `port ${nodePort}`)
      .replace('bind :7001', `bind 127.0.0.1:${tcpsPort}`)
      .replace('maxconn 50000', 'maxconn 100'),
}

const doctor = async (env: Record<string, string>) => {
  const child = Bun.spawn([process.execPath, serverMain, 'doctor'], {
    env: { PATH: process.env.PATH ?? '', ...env },
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  return { exitCode: await child.exited, out, err }
}

/** How many forged entries a node trusts when a client on this machine bypasses the proxy. */
const trustedEntries = async ({ port, from }: { port: number; from: string }): Promise<number> => {
  const answer = Promise.withResolvers<string>()
  const socket = connect({ host: '127.0.0.1', port, localAddress: from }, () =>
    socket.write(
      'GET /health/arrived HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Forwarded-For: 1.2.3.4\r\n\r\n',
    ),
  )
  let text = ''
  socket
    .on('data', (data) => (text += data))
    .on('close', () => answer.resolve(text))
    .on('error', answer.reject)
  return JSON.parse((await answer.promise).split('\r\n\r\n')[1] ?? '').believed
}

/** The response to a call over TCP with TLS. */
const callOverTls = async (port: number, certPath: string): Promise<string> => {
  const answer = Promise.withResolvers<string>()
  const socket = connectTls({ host: '127.0.0.1', port, servername: 'localhost', ca: readFileSync(certPath) }, () =>
    socket.write('{"jsonrpc":"2.0","id":1,"method":"session.ping","params":{}}\n'),
  )
  socket.on('data', (data) => answer.resolve(String(data))).on('error', answer.reject)
  const line = await answer.promise
  socket.destroy()
  return line
}

for (const { name, command } of proxies)
  test.skipIf(!find(name))(`deploy's example for ${name} passes the checks of doctor`, async () => {
    using directory = temporaryDirectory(`proxy-${name}`)
    const { certPath, pem } = await certificate(directory.path)
    const [port, nodePort, tcpPort, tcpsPort] = [await freePort(), await freePort(), await freePort(), await freePort()]
    const env = {
      PARLEY_PUBLIC_URL: `https://localhost:${port}`,
      PARLEY_TRUST_PROXY: '127.0.0.1',
      PARLEY_TCP_PORT: `${tcpPort}`,
    }
    const dataDir = join(directory.path, 'data')
    await using _node = await startServer({ dataDir, port: nodePort, env })
    const file = join(directory.path, 'proxy.conf')
    writeFileSync(file, adapted[name]({ directory: directory.path, port, nodePort, tcpPort, tcpsPort, pem }))
    const [program = name, ...words] = command(file)
    const proxy = Bun.spawn([find(program) ?? program, ...words], { stdout: 'ignore', stderr: 'ignore' })
    try {
      const tls = { rejectUnauthorized: false }
      const answers = () => fetch(`https://localhost:${port}/ready`, { tls }).catch(() => undefined)
      await eventually(async () => proxy.exitCode !== null || (await answers())?.status === 200)
      expect(proxy.exitCode).toBeNull()
      const own = { ...env, PARLEY_DATA_DIR: dataDir, PARLEY_HOST: '127.0.0.1', PARLEY_PORT: `${nodePort}` }
      const { exitCode, out } = await doctor({ ...own, NODE_EXTRA_CA_CERTS: certPath })
      expect(out.split('\n').filter((line) => line.includes('public URL'))).toEqual([
        `✓ public URL         https://localhost:${port} reaches this installation.`,
        '✓ public URL         1 proxy adds an address to X-Forwarded-For, and PARLEY_TRUST_PROXY trusts 1.',
        '✓ public URL         WebSocket connections work.',
        '✓ public URL         Uploads work, and the proxy streams them.',
      ])
      expect(exitCode).toBe(0)
      // No proxy blocks the largest picture: the node itself refuses the stranger's upload.
      const picture = { method: 'PUT', body: new Uint8Array(limits.mediaBytes), tls }
      const upload = await fetch(`https://localhost:${port}/files/${newUuidV7()}`, picture)
      expect([upload.status, await upload.json()]).toEqual([401, expect.objectContaining({ error: expect.anything() })])
      expect(await trustedEntries({ port: nodePort, from: '127.0.0.2' })).toBe(0)
      expect(await trustedEntries({ port: nodePort, from: '127.0.0.1' })).toBe(1)
      if (name === 'haproxy') expect(await callOverTls(tcpsPort, certPath)).toContain('"jsonrpc"')
      const untrusted = await doctor(own)
      expect(untrusted.out).toMatch(/✗ public URL +\S+ does not respond to this machine \(.*certificate/)
    } finally {
      proxy.kill()
      await proxy.exited
    }
  })
