/** The bare loops: the machine's limit for Bun's or Node's WebSocket, or for uploads. */
import { join } from 'node:path'
import type { ConnectionTarget } from '../drive/member'
import { type CpuOf, cpuSeconds } from '../lib/process-stats'
import { until } from '../lib/wait'
import { type Child, startPinned, stop } from './child'

export type BareKind = 'bun' | 'ws' | 'disk'

const commands: Record<BareKind, string[]> = {
  bun: [process.execPath, join(import.meta.dir, '../bare/bun-loop.ts')],
  ws: ['node', join(import.meta.dir, '../bare/ws-loop.mjs')],
  disk: [process.execPath, join(import.meta.dir, '../bare/disk-loop.ts')],
}

export class BareLoop implements AsyncDisposable {
  private constructor(
    readonly child: Child,
    readonly port: number,
  ) {}

  static async start(kind: BareKind, at: { core: number; directory: string }): Promise<BareLoop> {
    const outputPath = join(at.directory, `bare-${kind}.log`)
    const child = startPinned({ command: commands[kind], core: at.core, outputPath, cwd: at.directory })
    const port = (): number => Number(/listening on (\d+)/.exec(child.output())?.[1] ?? 0)
    await until(() => port() > 0, 10_000, `the bare ${kind} loop`)
    return new BareLoop(child, port())
  }

  get cpu(): CpuOf {
    return { loop: () => cpuSeconds(this.child.pid) }
  }

  /** A connection that subscribes to `topic`. */
  place(topic: string): ConnectionTarget {
    return { address: { host: '127.0.0.1', port: this.port, path: `/ws?${topic}` }, session: false }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await stop(this.child)
  }
}
