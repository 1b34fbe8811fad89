/** A proxy before NATS that passes bytes on. On command it stops silently, without closing connections. */
export const openProxy = (port: number) => {
  let silent = false
  type Side = { other: Bun.Socket<Side> | undefined; early: Buffer[] }
  const pass = {
    data: (socket: Bun.Socket<Side>, data: Buffer) => {
      if (silent) socket.pause()
      else if (socket.data.other) socket.data.other.write(data)
      else socket.data.early.push(Buffer.from(data))
    },
    close: (socket: Bun.Socket<Side>) => {
      socket.data.other?.end()
    },
  }
  const listener = Bun.listen<Side>({
    hostname: '127.0.0.1',
    port: 0,
    socket: {
      ...pass,
      open: async (socket) => {
        socket.data = { other: undefined, early: [] }
        if (silent) return
        const data: Side = { other: socket, early: [] }
        const far = await Bun.connect<Side>({ hostname: '127.0.0.1', port, socket: pass, data })
        for (const early of socket.data.early) far.write(early)
        socket.data.other = far
      },
    },
  })
  return {
    url: `nats://127.0.0.1:${listener.port}`,
    silence: (is: boolean) => {
      silent = is
    },
    [Symbol.dispose]: () => listener.stop(true),
  }
}
