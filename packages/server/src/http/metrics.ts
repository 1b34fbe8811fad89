import { fail } from '../lib/fail'
import type { Metrics } from '../lib/metrics'
import type { Sessions } from '../sessions/sessions'
import type { Users } from '../users/users'
import { credentials } from './cookies'
import { isLocal } from './origin'
import { commonHeaders, errorResponse } from './respond'

export interface MetricsPageOptions {
  readonly metrics: Metrics
  readonly sessions: Pick<Sessions, 'authenticate'>
  readonly users: Pick<Users, 'isAdmin'>
}

/** `GET /metrics`: for this machine itself, and for administrators from elsewhere. */
export class MetricsPage {
  constructor(private readonly options: MetricsPageOptions) {}

  async handle(request: Request, remoteAddress: string): Promise<Response> {
    if (!isLocal(request, remoteAddress) && !(await this.isAdmin(request)))
      return errorResponse(
        fail('forbidden', { message: 'Metrics are for this machine itself, or with the token of an administrator.' }),
      )
    return new Response(this.options.metrics.render(), {
      headers: {
        ...commonHeaders,
        'content-type': 'text/plain; version=0.0.4; charset=utf-8',
        'cache-control': 'no-store',
      },
    })
  }

  private async isAdmin(request: Request): Promise<boolean> {
    const brought = credentials(request)
    if (!brought) return false
    const caller = await this.options.sessions.authenticate(brought.token).catch(() => undefined)
    return caller !== undefined && this.options.users.isAdmin(caller.userKey)
  }
}
