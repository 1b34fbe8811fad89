import type { SignInProvider } from '@parley/protocol'
import type { OidcProvider } from '../../config/oidc-settings'
import { ProviderClient } from './provider-client'
import { ProviderError } from './provider-problem'
import { TokenCipher } from './token-cipher'

interface Known {
  readonly client: ProviderClient
  readonly cipher: TokenCipher | undefined
}

/** The address to which a provider returns browsers. It has to be registered there. */
export const redirectUriOf = (origin: string, name: string): string => `${origin}/auth/oidc/${name}/callback`

/** The configured OpenID providers. */
export class Providers {
  private readonly known: ReadonlyMap<string, Known>

  constructor(settings: readonly OidcProvider[]) {
    this.known = new Map(
      settings.map((one) => [one.name, { client: new ProviderClient(one), cipher: TokenCipher.of(one) }]),
    )
  }

  /** @throws {ProviderError} */
  require(name: string): Known {
    const known = this.known.get(name)
    if (!known) throw new ProviderError('not_configured', `there is no provider ${name}`)
    return known
  }

  find(name: string): Known | undefined {
    return this.known.get(name)
  }

  /** The providers as clients show them. */
  list(origin: string): SignInProvider[] {
    return [...this.known.values()].map(({ client: { provider } }) => toSignInProvider(provider, origin))
  }

  /** A provider as clients show it, even one that is no longer configured. */
  shown(name: string, origin: string): SignInProvider {
    return toSignInProvider(this.known.get(name)?.client.provider ?? { name, title: name }, origin)
  }
}

const toSignInProvider = ({ name, title }: Pick<OidcProvider, 'name' | 'title'>, origin: string): SignInProvider => ({
  name,
  title,
  returnsTo: redirectUriOf(origin, name),
})
