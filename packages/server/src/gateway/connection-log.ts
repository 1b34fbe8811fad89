import type { CloseReason } from '@parley/protocol'
import type { Clock } from '../lib/clock'
import type { Logger } from '../lib/logger'
import type { Connection } from './connection'

/** Logs each connection twice at `debug`: when it opens and when it closes. */
export class ConnectionLog {
  constructor(private readonly options: { readonly clock: Clock; readonly logger: Logger }) {}

  opened({ transport, address }: Connection): void {
    const { logger } = this.options
    if (logger.enabled('debug')) logger.debug('connection opened', { transport, address })
  }

  /** @param reason why this side closed it; undefined when the client did */
  closed({ transport, address, caller, openedAt }: Connection, reason: CloseReason | 'dropped' | undefined): void {
    const { clock, logger } = this.options
    if (!logger.enabled('debug')) return
    logger.debug('connection closed', {
      transport,
      address,
      userId: caller?.userId,
      sessionId: caller?.sessionId,
      reason: reason ?? 'client',
      durationMs: clock.now() - openedAt,
    })
  }
}
