import { useT } from '../i18n'
import { rememberInTab } from '../lib/remembered-in-tab'
import { buttonClass } from '../ui'
import type { PolicyAnswer } from './policy'

interface ProviderLinksProps {
  readonly policy: PolicyAnswer['policy']
  /** The link that led here, for people without an account: `setup` or `invite`, and its code. */
  readonly joining?: Readonly<Record<string, string>>
  /** The page after the sign-in. */
  readonly back?: string
}

/** One button for each provider. They lead away from the client. */
export const ProviderLinks = ({ policy, joining, back = location.pathname }: ProviderLinksProps) => {
  const t = useT()
  return policy?.providers?.map(({ name, title }) => (
    <a
      key={name}
      href={`/auth/oidc/${name}?${new URLSearchParams({ back, from: location.origin })}`}
      className={`${buttonClass('secondary', 'large')} mt-8 w-full`}
      onClick={() => rememberInTab('joining', joining && JSON.stringify(joining))}
    >
      {t('continueWith', { name: title })}
    </a>
  ))
}
