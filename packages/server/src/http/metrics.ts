import type { Refusals } from '../dispatch/refusals'
import { fail } from '../lib/fail'
import type { Metrics } from '../lib/metrics'
import type { Sessions } from '../sessions/sessions'
import type { Users } from '../users/users'
import type { Callers } from './callers'
import { credentials } from './cookies'
import { isLocal, type Origins } from './origin'
import { commonHeaders, errorResponse, refusedTooOften } from './respond'

export interface MetricsPageOptions {
  readonly metrics: Metrics
  readonly callers: Pick<Callers, 'stranger'>
  readonly refusals: Refusals
  readonly sessions: Pick<Sessions, 'authenticate'>
  readonly users: Pick<Users, 'isAdmin'>
  readonly origins: Pick<Origins, 'isForeignHost' | 'cookiesOf'>
}

/** `GET /metrics`: for this machine itself, and for administrators from elsewhere. */
export class MetricsPage {
  constructor(private readonly options: MetricsPageOptions) {}

  async handle(request: Request, remoteAddress: string): Promise<Response> {
    if (!this.isMachineItself(request, remoteAddress) && !(await this.isAdmin(request)))
      return this.refuse(request, remoteAddress)
    return new Response(this.options.metrics.render(), {
      headers: {
        ...commonHeaders,
        'content-type': 'text/plain; version=0.0.4; charset=utf-8',
        'cache-control': 'no-store',
      },
    })
  }

  private refuse(request: Request, remoteAddress: string): Response {
    const { callers, refusals } = this.options
    const who = callers.stranger(request, () => remoteAddress)
    const waitMs = refusals.countRefusal({ who, transport: 'http', failure: 'forbidden' })
    if (waitMs > 0) return refusedTooOften(waitMs)
    const message = 'Metrics are for this machine itself, or with the token of an administrator.'
    return errorResponse(fail('forbidden', { message }))
  }

  /** A page in a browser on this machine comes from it too, but under a foreign name. */
  private isMachineItself(request: Request, remoteAddress: string): boolean {
    return isLocal(request, remoteAddress) && !this.options.origins.isForeignHost(request, remoteAddress)
  }

  private async isAdmin(request: Request): Promise<boolean> {
    const brought = credentials(request, this.options.origins.cookiesOf(request))
    if (!brought) return false
    const caller = await this.options.sessions.authenticate(brought.token).catch(() => undefined)
    return caller !== undefined && this.options.users.isAdmin(caller.userKey)
  }
}
