import type { Result } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { useEffect, useState } from 'react'
import { useT } from '../../i18n'
import { isolated } from '../../i18n/isolated'
import { useClient } from '../../lib/client'

/** Warns of passkeys that don't work at this address, such as after a change of the public URL. */
export const PasskeysNotice = () => {
  const t = useT()
  const client = useClient()
  const [found, setFound] = useState<Result<'admin.passkeys'>>()
  useEffect(() => {
    // Without an answer there is nothing to warn of.
    client.call('admin.passkeys', {}).then(setFound, () => undefined)
  }, [client])
  const others = found?.hosts.filter(({ rpId }) => rpId !== found.rpId) ?? []
  if (others.length === 0) return null
  return (
    <div role="note" className="mt-16 rounded-8 bg-warning-bg px-12 py-8 text-small text-warning-on-bg">
      <p className="font-600">{t('passkeysStopped')}</p>
      <ul className="m-0 list-none p-0">
        {others.map(({ rpId, count }) => (
          <li key={rpId} className="break-words">
            {t(count < limits.passkeysCounted ? 'passkeysOfHost' : 'passkeysOfHostMany', {
              count,
              host: isolated(rpId),
            })}
          </li>
        ))}
      </ul>
      <p className="mt-4">{t('passkeysStoppedHelp')}</p>
    </div>
  )
}
