import type { Socket, TCPSocketListener } from 'bun'

/** One connection through a proxy, with the data that each side has sent and the other has not accepted yet. */
interface Pipe {
  far: Socket<End> | undefined
  near: Socket<End> | undefined
}
interface End {
  readonly pipe: Pipe
  readonly side: 'near' | 'far'
  /** Bytes that this end can't accept at the moment. */
  waiting: Uint8Array[]
}

export interface Target {
  readonly hostname: string
  readonly port: number
}

/** How a proxy handles incoming data. */
export type ProxyMode =
  /** Forwards everything. */
  | 'open'
  /** Refuses new connections and has closed all others. */
  | 'cut'
  /** Keeps connections open but forwards nothing, as if a cable were unplugged. */
  | 'frozen'

/**
 * Forwards bytes between local programs until a test breaks it. With several targets, each connection goes to the next
 * target that accepts it, as with a plain load balancer.
 */
export class TcpProxy implements Disposable {
  private readonly listener: TCPSocketListener<End>
  private readonly pipes = new Set<Pipe>()
  private mode: ProxyMode = 'open'
  private turns = 0

  private constructor(private readonly targets: () => readonly Target[]) {
    this.listener = Bun.listen<End>({
      hostname: '127.0.0.1',
      port: 0,
      socket: {
        open: (near) => void this.accept(near),
        data: (near, bytes) => this.pass(near.data, bytes),
        drain: (near) => this.flush(near),
        close: (near) => this.end(near.data?.pipe),
        error: (near) => this.end(near.data?.pipe),
      },
    })
  }

  /** @param targets asked for each connection, so that they may change */
  static to(...targets: readonly Target[]): TcpProxy {
    return new TcpProxy(() => targets)
  }

  static among(targets: () => readonly Target[]): TcpProxy {
    return new TcpProxy(targets)
  }

  get port(): number {
    return this.listener.port
  }

  setMode(mode: ProxyMode): void {
    this.mode = mode
    // Frozen connections have lost bytes, so they can only be closed.
    for (const pipe of [...this.pipes]) if (mode !== 'frozen') this.end(pipe)
  }

  [Symbol.dispose](): void {
    this.setMode('cut')
    this.listener.stop(true)
  }

  private async accept(near: Socket<End>): Promise<void> {
    const pipe: Pipe = { near, far: undefined }
    near.data = { pipe, side: 'near', waiting: [] }
    if (this.mode === 'cut') {
      near.terminate()
      return
    }
    this.pipes.add(pipe)
    if (this.mode === 'frozen') return
    const targets = this.targets()
    for (let tried = 0; tried < targets.length; tried++) {
      const target = targets[this.turns++ % targets.length]
      if (!target) break
      const far = await this.connect(pipe, target)
      if (!far) continue
      pipe.far = far
      this.flush(far)
      return
    }
    this.end(pipe)
  }

  private async connect(pipe: Pipe, target: Target): Promise<Socket<End> | undefined> {
    // Data that arrives before the far end has connected is queued.
    const data: End = { pipe, side: 'far', waiting: early(pipe) }
    try {
      return await Bun.connect<End>({
        ...target,
        data,
        socket: {
          data: (far, bytes) => this.pass(far.data, bytes),
          drain: (far) => this.flush(far),
          close: (far) => this.end(far.data.pipe),
          error: (far) => this.end(far.data.pipe),
        },
      })
    } catch {
      return undefined
    }
  }

  private pass({ pipe, side }: End, bytes: Uint8Array): void {
    if (this.mode === 'frozen') return
    const copy = bytes.slice()
    const to = side === 'near' ? pipe.far : pipe.near
    if (!to) {
      early(pipe).push(copy)
      return
    }
    to.data.waiting.push(copy)
    this.flush(to)
  }

  private flush(to: Socket<End>): void {
    const { waiting } = to.data
    for (;;) {
      const next = waiting[0]
      if (!next) return
      const taken = to.write(next)
      if (taken < next.length) {
        if (taken > 0) waiting[0] = next.subarray(taken)
        return
      }
      waiting.shift()
    }
  }

  private end(pipe: Pipe | undefined): void {
    if (!pipe || !this.pipes.delete(pipe)) return
    pipe.near?.terminate()
    pipe.far?.terminate()
  }
}

const earlyBytes = new WeakMap<Pipe, Uint8Array[]>()
const early = (pipe: Pipe): Uint8Array[] => {
  const bytes = earlyBytes.get(pipe) ?? []
  earlyBytes.set(pipe, bytes)
  return bytes
}
