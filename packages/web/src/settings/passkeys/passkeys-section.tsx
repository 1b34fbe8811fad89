import type { Passkey } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { KeyRound, Pencil, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useFormat, useT } from '../../i18n'
import { isolated } from '../../i18n/isolated'
import { useMinute } from '../../lib/clock'
import { type PasskeyObstacle, passkeyObstacle } from '../../lib/passkey-obstacle'
import { Button, IconButton, Skeleton } from '../../ui'
import { problemText } from '../../ui/problem'
import { useReturned } from '../owner/use-owner'
import { SettingsSection } from '../settings-section'
import { AddPasskey } from './add-passkey'
import { RemovePasskey } from './remove-passkey'
import { RenamePasskey } from './rename-passkey'
import { type OwnPasskeys, useOwnPasskeys } from './use-own-passkeys'

interface PasskeyRowProps {
  readonly passkey: Passkey
  /** Whether it works at the address of this page. */
  readonly works: boolean
  readonly onRename: () => void
  readonly onRemove: () => void
}

const PasskeyRow = ({ passkey, works, onRename, onRemove }: PasskeyRowProps) => {
  const t = useT()
  const format = useFormat()
  const nowMs = useMinute(true)
  useReturned(`removePasskey ${passkey.id}`, onRemove)
  const { name, rpId, synced, createdAt, lastUsedAt } = passkey
  const facts = [
    t('passkeyAddedOn', { date: format.date(createdAt) }),
    lastUsedAt === undefined ? t('passkeyUnused') : t('passkeyUsed', { ago: format.ago(lastUsedAt, nowMs) }),
    ...(synced ? [t('passkeySynced')] : []),
  ]
  return (
    <li className="flex min-h-64 items-center gap-12 py-8" data-passkey={passkey.id}>
      <span aria-hidden className="grid size-40 shrink-0 place-items-center rounded-10 bg-hover text-text-2">
        <KeyRound size={20} strokeWidth={1.75} />
      </span>
      <span className="min-w-0 flex-1">
        <bdi className="block truncate text-ui text-text">{name}</bdi>
        <span className="block text-meta text-text-2">{facts.join(' · ')}</span>
        {!works && (
          <span className="block text-meta break-words text-warning">
            {t('passkeyElsewhere', { host: isolated(rpId) })}
          </span>
        )}
      </span>
      <IconButton icon={Pencil} label={t('passkeyRenameLabel', { name: isolated(name) })} onClick={onRename} />
      <IconButton icon={Trash2} label={t('passkeyRemoveLabel', { name: isolated(name) })} onClick={onRemove} />
    </li>
  )
}

/** The dialog over the section, and the number of its opening: each opening starts with empty fields. */
interface Opened {
  readonly what: 'add' | 'rename' | 'remove' | 'none'
  readonly count: number
  /** It still shows while its dialog fades out. */
  readonly passkey?: Passkey | undefined
}

interface ListProps {
  readonly own: OwnPasskeys
  readonly obstacle: PasskeyObstacle | undefined
}

/** The passkeys, their dialogs, and the reason why a page can't add any. */
export const PasskeyList = ({ own: { passkeys, rpId }, obstacle }: ListProps) => {
  const t = useT()
  const [{ what, count, passkey }, setOpened] = useState<Opened>({ what: 'none', count: 0 })
  const show = (next: Opened['what'], of?: Passkey) => setOpened({ what: next, count: count + 1, passkey: of })
  const onClose = () => setOpened({ what: 'none', count, passkey })
  const canUse = obstacle === undefined && rpId !== undefined
  useReturned('addPasskey', () => show('add'))
  return (
    <div className="flex flex-col gap-16">
      {!canUse && (
        <p role="note" className="rounded-8 bg-warning-bg px-12 py-8 text-small text-warning-on-bg">
          {t(obstacle === 'browser' ? 'passkeysOldBrowser' : 'error_passkeys_unavailable')}
        </p>
      )}
      {passkeys.length > 0 && (
        <ul className="m-0 list-none p-0">
          {passkeys.map((one) => (
            <PasskeyRow
              key={one.id}
              passkey={one}
              works={one.rpId === rpId}
              onRename={() => show('rename', one)}
              onRemove={() => show('remove', one)}
            />
          ))}
        </ul>
      )}
      {canUse && (
        <Button
          kind="secondary"
          className="w-full tablet:w-auto tablet:self-start"
          disabled={passkeys.length >= limits.passkeys}
          onClick={() => show('add')}
        >
          {t('passkeyAdd')}
        </Button>
      )}
      {count > 0 && (
        <>
          <AddPasskey key={`add ${count}`} open={what === 'add'} onClose={onClose} />
          {passkey && (
            <>
              <RenamePasskey key={`rename ${count}`} open={what === 'rename'} passkey={passkey} onClose={onClose} />
              <RemovePasskey key={`remove ${count}`} open={what === 'remove'} passkey={passkey} onClose={onClose} />
            </>
          )}
        </>
      )}
    </div>
  )
}

/** The passkeys of the account. */
export const PasskeysSection = () => {
  const t = useT()
  const { own, failure, retry } = useOwnPasskeys()
  return (
    <SettingsSection title={t('passkeys')} body={t('passkeysBody')}>
      {own && <PasskeyList own={own} obstacle={passkeyObstacle()} />}
      {!own && failure === undefined && <Skeleton className="h-36 w-full" />}
      {!own && failure !== undefined && (
        <div className="flex flex-col items-start gap-8">
          <p className="text-small text-text-2">{problemText(t, failure)}</p>
          <Button kind="secondary" onClick={retry}>
            {t('retry')}
          </Button>
        </div>
      )}
    </SettingsSection>
  )
}
