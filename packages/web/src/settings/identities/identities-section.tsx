import type { Identity, OwnIdentities, SignInProvider } from '@parley/protocol'
import { useCallback, useEffect, useState } from 'react'
import { useFormat, useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { Button, buttonClass } from '../../ui'
import { problemText } from '../../ui/problem'
import { useReturned } from '../owner/use-owner'
import { SettingsSection } from '../settings-section'
import { UnlinkDialog } from './unlink-dialog'

interface LinkedProps {
  readonly identity: Identity
  readonly onUnlink: () => void
}

const Linked = ({ identity, onUnlink }: LinkedProps) => {
  const t = useT()
  const format = useFormat()
  const { title, label, usedAt } = identity
  useReturned(`unlink ${identity.id}`, onUnlink)
  return (
    <li className="flex flex-wrap items-center gap-8 py-8 hairline-b">
      <div className="min-w-0 flex-1">
        <p className="text-ui break-words text-text">
          <bdi>{title}</bdi>
          {label !== undefined && (
            <>
              {' · '}
              <bdi>{label}</bdi>
            </>
          )}
        </p>
        <p className="text-small text-text-2">{t('wayUsed', { date: format.date(usedAt) })}</p>
      </div>
      <Button kind="dangerOutline" size="small" aria-label={t('unlinkOf', { name: title })} onClick={onUnlink}>
        {t('unlink')}
      </Button>
    </li>
  )
}

const linkHref = ({ name }: SignInProvider) =>
  `/auth/oidc/${name}?${new URLSearchParams({ back: '/settings', from: location.origin })}`

interface WaysProps {
  readonly own: OwnIdentities
  readonly onOwn: (own: OwnIdentities) => void
}

/** The linked accounts, and what can be linked. */
export const Ways = ({ own, onOwn }: WaysProps) => {
  const t = useT()
  const [leaving, setLeaving] = useState<Identity>()
  const [count, setCount] = useState(0)
  const { identities, providers } = own
  const unlink = (identity: Identity) => {
    setLeaving(identity)
    setCount(count + 1)
  }
  return (
    <div className="flex flex-col gap-16">
      <ul className="m-0 list-none p-0">
        {identities.map((identity) => (
          <Linked key={identity.id} identity={identity} onUnlink={() => unlink(identity)} />
        ))}
      </ul>
      <div className="flex flex-wrap gap-8">
        {providers.map((provider) => (
          <a
            key={provider.name}
            href={linkHref(provider)}
            className={`${buttonClass('secondary')} w-full tablet:w-auto`}
          >
            {t('linkProvider', { name: provider.title })}
          </a>
        ))}
      </div>
      {count > 0 && leaving && (
        <UnlinkDialog
          key={count}
          identity={leaving}
          open
          onClose={() => setLeaving(undefined)}
          onOwn={(next) => {
            setLeaving(undefined)
            onOwn(next)
          }}
        />
      )}
    </div>
  )
}

/** The accounts at providers that open this account. Nothing on servers without providers. */
export const IdentitiesSection = () => {
  const t = useT()
  const client = useClient()
  const [own, setOwn] = useState<OwnIdentities>()
  const [failure, setFailure] = useState<unknown>()
  const load = useCallback(() => {
    setFailure(undefined)
    client.call('accounts.identities', {}).then(setOwn, setFailure)
  }, [client])
  useEffect(load, [load])
  if (failure !== undefined)
    return (
      <SettingsSection title={t('waysIn')}>
        <div className="flex flex-col items-start gap-8">
          <p className="text-small text-text-2">{problemText(t, failure)}</p>
          <Button kind="secondary" onClick={load}>
            {t('retry')}
          </Button>
        </div>
      </SettingsSection>
    )
  if (!own || own.identities.length + own.providers.length === 0) return null
  return (
    <SettingsSection title={t('waysIn')} body={t('waysInBody')}>
      <Ways own={own} onOwn={setOwn} />
    </SettingsSection>
  )
}
