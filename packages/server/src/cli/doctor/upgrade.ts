/** Requests a WebSocket upgrade and returns the HTTP status, which WebSocket clients hide. */
export const askUpgrade = async (url: string, timeoutMs: number): Promise<number> => {
  const { protocol, hostname, host, port, pathname } = new URL(url)
  const isSecure = protocol === 'https:' || protocol === 'wss:'
  const head = Promise.withResolvers<string>()
  const timer = setTimeout(() => head.reject(new Error('no answer')), timeoutMs)
  let text = ''
  const request = [
    `GET ${pathname} HTTP/1.1`,
    `Host: ${host}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    `Sec-WebSocket-Key: ${crypto.getRandomValues(Buffer.alloc(16)).toString('base64')}`,
    '\r\n',
  ]
  const socket = await Bun.connect({
    hostname: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (isSecure ? 443 : 80),
    ...(isSecure ? { tls: { serverName: hostname } } : {}),
    socket: {
      open: (opened) => void opened.write(request.join('\r\n')),
      data: (_, data) => {
        text += data.toString()
        if (text.includes('\r\n')) head.resolve(text)
      },
      close: () => head.reject(new Error('a closed connection')),
      error: (_, error) => head.reject(error),
    },
  })
  try {
    return Number(/^HTTP\/1\.\d (\d{3})/.exec(await head.promise)?.[1] ?? 0)
  } finally {
    clearTimeout(timer)
    socket.end()
  }
}
