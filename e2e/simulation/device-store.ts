import type { ChatId, MediaId, MessageId } from '@parley/protocol'
import type { AttachedFile } from '@parley/sdk'
import type { LocalStore, StoreContents, StoredTail, StoreWrite } from '@parley/sdk/store/store'
import type { ProcessClock } from '@parley/server/src/testing/fake-clock'
import type { Random } from '@parley/server/src/testing/random'

const soonMs = 250

/**
 * One page's access to a device's local store. Deferred writes wait, and are lost with the page. A closed page writes
 * nothing more.
 */
export class PageStore implements LocalStore {
  readonly persistent = true
  private waiting: StoreWrite[] = []
  private gone = false

  constructor(
    private readonly device: LocalStore,
    private readonly options: { readonly clock: ProcessClock; readonly random: Random },
  ) {}

  /** Ends the page as if its tab were closed. */
  kill(): void {
    this.gone = true
  }

  open(): Promise<StoreContents> {
    return this.alive(() => this.device.open())
  }

  tail(chatId: ChatId): Promise<StoredTail | undefined> {
    return this.alive(async () => {
      await this.flush()
      return this.device.tail(chatId)
    })
  }

  bytes(id: MessageId, mediaId: MediaId): Promise<Blob | undefined> {
    return this.alive(async () => {
      await this.flush()
      return this.device.bytes(id, mediaId)
    })
  }

  attached(chatId: ChatId): Promise<readonly AttachedFile[]> {
    return this.alive(async () => {
      await this.flush()
      return this.device.attached(chatId)
    })
  }

  write(write: StoreWrite, when: 'now' | 'soon'): Promise<void> {
    return this.alive(async () => {
      this.waiting.push(write)
      if (when === 'now') return this.flush()
      const { clock, random } = this.options
      await new Promise<void>((resolve) => clock.setTimeout(resolve, random.between(0, soonMs)))
      await this.flush()
    })
  }

  reset(epoch: string): Promise<void> {
    return this.alive(async () => {
      await this.flush()
      await this.device.reset(epoch)
    })
  }

  wipe(): Promise<void> {
    return this.alive(() => this.device.wipe())
  }

  close(): Promise<void> {
    return this.alive(() => this.flush())
  }

  private async flush(): Promise<void> {
    if (this.gone) return
    // Start all writes before awaiting any, so that they keep the order of the calls.
    await Promise.all(this.waiting.splice(0).map((write) => this.device.write(write, 'now')))
  }

  /** Requests of a closed page never resolve. */
  private alive<T>(run: () => Promise<T>): Promise<T> {
    return this.gone ? new Promise<never>(() => {}) : run()
  }
}
