import { CalledByService, type Caller, SignedIn, type Stranger } from '../lib/caller'
import { fail } from '../lib/fail'
import { isServiceToken, type ServiceTokens } from '../service/tokens'
import type { Sessions } from '../sessions/sessions'
import { credentials } from './cookies'
import { deviceFrom } from './device'
import type { Origins } from './origin'
import { providerSecret } from './provider-cookie'

export interface CallersOptions {
  readonly sessions: Pick<Sessions, 'authenticate'>
  readonly serviceTokens: Pick<ServiceTokens, 'authenticate'>
  readonly origins: Origins
}

/** The caller of a request. */
export class Callers {
  constructor(private readonly options: CallersOptions) {}

  /** A request treated as that of a stranger, even with a token. */
  stranger(request: Request, remoteAddress: () => string): Stranger {
    return new HttpStranger(this.options.origins, request, remoteAddress)
  }

  /**
   * A signed-in user, a service, or a stranger. With `look: 'no'`, for calls open to all, an invalid token is ignored.
   * @throws Failure with `forbidden` for a page of another origin or under a foreign name, which would use its visitor's cookie
   */
  async find(
    request: Request,
    { remoteAddress, look }: { remoteAddress: () => string; look: 'yes' | 'no' },
  ): Promise<Caller | Stranger> {
    const { origins, sessions } = this.options
    const brought = credentials(request, origins.cookiesOf(request))
    if (brought?.from !== 'bearer') {
      const refusal = origins.refusal(request, remoteAddress())
      if (refusal !== undefined) throw fail('forbidden', { message: refusal })
    }
    const stranger = this.stranger(request, remoteAddress)
    if (!brought || look === 'no') return stranger
    if (brought.from === 'bearer' && isServiceToken(brought.token)) return this.service(stranger, brought.token)
    const authenticate = () => sessions.authenticate(brought.token)
    const authenticated = await authenticate()
    const isStillSignedIn = async () => (await authenticate()) !== undefined
    return authenticated ? new SignedIn(stranger, authenticated, isStillSignedIn) : stranger
  }

  private async service(stranger: Stranger, secret: string): Promise<Stranger> {
    const { serviceTokens } = this.options
    const token = await serviceTokens.authenticate(secret)
    const isStillValid = async () => (await serviceTokens.authenticate(secret)) !== undefined
    return token ? new CalledByService(stranger, token, isStillValid) : stranger
  }
}

/** A caller over HTTP. Values that few calls need are computed on demand. */
class HttpStranger implements Stranger {
  constructor(
    private readonly origins: Origins,
    private readonly request: Request,
    private readonly remoteAddress: () => string,
  ) {}

  get address(): string {
    return this.origins.address(this.request, this.remoteAddress())
  }

  get device(): string {
    return deviceFrom(this.request.headers.get('user-agent'))
  }

  get origin(): string {
    return this.origins.origin(this.request, this.remoteAddress())
  }

  get browser(): string | undefined {
    return providerSecret({ origin: this.origin, request: this.request })
  }
}
