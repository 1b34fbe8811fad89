import type { NetworkBan, Result } from '@parley/protocol'
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import { useFormat, useT } from '../../i18n'
import { durationText } from '../../i18n/durations'
import { isolated } from '../../i18n/isolated'
import { useClient } from '../../lib/client'
import { SettingsSection } from '../../settings/settings-section'
import { Button, toast } from '../../ui'
import { orToast } from '../../ui/problem'
import { Segments } from '../../ui/segments'
import { useSending } from '../../ui/use-sending'
import { NetworkField } from './network-field'
import { networkProblem } from './network-problem'

const dayMs = 86_400_000
/** How long a network is blocked. */
export const banChoices = [dayMs / 24, dayMs, 7 * dayMs, 30 * dayMs] as const

type Bans = Result<'admin.networkBans'>

interface BanLineProps {
  readonly ban: NetworkBan
  readonly onUnblock: () => void
}

const BanLine = ({ ban, onUnblock }: BanLineProps) => {
  const t = useT()
  const format = useFormat()
  return (
    <li className="flex min-h-56 items-center gap-12 py-4 hairline-b" data-network={ban.network}>
      <span className="min-w-0 flex-1">
        <bdi className="block truncate text-ui text-text">{ban.network}</bdi>
        <span className="block text-meta text-text-2">
          {t('networkUntil', { time: format.dateTime(ban.expiresAt) })}
        </span>
      </span>
      <Button
        kind="ghost"
        size="small"
        aria-label={t('networkUnblockOf', { network: ban.network })}
        onClick={onUnblock}
      >
        {t('networkUnblock')}
      </Button>
    </li>
  )
}

/** Blocked networks: a list, and a form that adds one. */
export const NetworkBansSection = () => {
  const t = useT()
  const client = useClient()
  const [shown, setShown] = useState<Bans>()
  const [network, setNetwork] = useState('')
  const [forMs, setForMs] = useState<number>(banChoices[2])
  const load = useCallback(
    async () => setShown(await client.call('admin.networkBans', {}).catch(() => undefined)),
    [client],
  )
  useEffect(() => {
    void load()
  }, [load])
  const { problem, setProblem, busy, submit } = useSending(async () => {
    const ban = await client.call('admin.blockNetwork', { network: network.trim(), forMs })
    setNetwork('')
    toast(t('networkBlockedDone', { network: ban.network }))
    await load()
  }, networkProblem)
  const block = (event: FormEvent) => {
    event.preventDefault()
    if (network.trim() === '') setProblem(t('networkWrong'))
    else submit()
  }
  const unblock = async (ban: NetworkBan) => {
    if (!(await orToast(t, client.call('admin.unblockNetwork', { network: ban.network })))) return
    toast(t('networkUnblockedDone', { network: ban.network }))
    await load()
  }
  return (
    <SettingsSection title={t('networkBans')} body={t('networkBansBody')}>
      <form noValidate onSubmit={block} className="flex flex-col gap-12">
        <NetworkField
          value={network}
          hint={shown ? t('networkHint', { address: isolated(shown.ownAddress) }) : ' '}
          error={problem}
          onChange={(value) => {
            setNetwork(value)
            setProblem(undefined)
          }}
        />
        <Segments
          label={t('networkFor')}
          value={String(forMs)}
          options={banChoices.map((ms) => ({ value: String(ms), label: durationText(t, ms) }))}
          onChange={(ms) => setForMs(Number(ms))}
        />
        <Button type="submit" kind="secondary" busy={busy} className="w-full tablet:w-auto tablet:self-start">
          {t('networkBlock')}
        </Button>
      </form>
      {shown && shown.bans.length > 0 && (
        <ul className="m-0 mt-12 list-none p-0" aria-label={t('networkBans')}>
          {shown.bans.map((ban) => (
            <BanLine key={ban.network} ban={ban} onUnblock={() => void unblock(ban)} />
          ))}
        </ul>
      )}
    </SettingsSection>
  )
}
