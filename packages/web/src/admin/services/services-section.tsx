import type { Result, ServiceToken } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { asParleyError } from '@parley/sdk/error'
import { type FormEvent, useCallback, useEffect, useState } from 'react'
import { type T, useFormat, useT } from '../../i18n'
import { durationText } from '../../i18n/durations'
import { useClient } from '../../lib/client'
import { SettingsSection } from '../../settings/settings-section'
import { Button, Dialog, TextField, toast } from '../../ui'
import { orToast, problemText } from '../../ui/problem'
import { Segments } from '../../ui/segments'
import { useSending } from '../../ui/use-sending'
import { NewSecret } from './new-secret'

const dayMs = 86_400_000
/** How long a token works; 0 without an end. */
const ageChoices = [30 * dayMs, 90 * dayMs, 365 * dayMs, 0] as const

const tokenProblem = (t: T, thrown: unknown): string =>
  asParleyError(thrown).code === 'too_many'
    ? t('serviceTooMany', { count: limits.serviceTokens })
    : problemText(t, thrown)

interface TokenLineProps {
  readonly token: ServiceToken
  readonly onRevoke: () => void
}

const TokenLine = ({ token, onRevoke }: TokenLineProps) => {
  const t = useT()
  const format = useFormat()
  const { name, hint, scopes, lastUsedAt, expiresAt } = token
  const used = lastUsedAt === undefined ? t('serviceUnused') : t('serviceUsed', { time: format.dateTime(lastUsedAt) })
  const ends = expiresAt === undefined ? t('serviceNoEnd') : t('serviceEnds', { time: format.dateTime(expiresAt) })
  return (
    <li className="flex min-h-56 items-center gap-12 py-4 hairline-b">
      <span className="min-w-0 flex-1">
        <bdi className="block truncate text-ui text-text">{name}</bdi>
        <span className="block text-meta text-text-2">
          <bdi dir="ltr">{`${hint}… ${scopes.join(', ')}`}</bdi>
        </span>
        <span className="block text-meta text-text-2">{`${used} · ${ends}`}</span>
      </span>
      <Button kind="ghost" size="small" aria-label={t('serviceRevokeOf', { name })} onClick={onRevoke}>
        {t('serviceRevoke')}
      </Button>
    </li>
  )
}

interface RevokeDialogProps {
  readonly token: ServiceToken
  readonly open: boolean
  readonly onClose: () => void
  readonly onRevoked: () => void
}

const RevokeDialog = ({ token, open, onClose, onRevoked }: RevokeDialogProps) => {
  const t = useT()
  const client = useClient()
  const revoke = async () => {
    if (!(await orToast(t, client.call('admin.revokeServiceToken', { id: token.id })))) return
    toast(t('serviceRevokedDone', { name: token.name }))
    onClose()
    onRevoked()
  }
  return (
    <Dialog
      alert
      open={open}
      onClose={onClose}
      title={t('serviceRevokeTitle', { name: token.name })}
      description={t('serviceRevokeBody')}
      footer={
        <>
          <Button kind="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button kind="danger" onClick={() => void revoke()}>
            {t('serviceRevoke')}
          </Button>
        </>
      }
    >
      {null}
    </Dialog>
  )
}

interface NewTokenProps {
  readonly onCreated: (created: Result<'admin.createServiceToken'>) => void
}

const NewToken = ({ onCreated }: NewTokenProps) => {
  const t = useT()
  const client = useClient()
  const [name, setName] = useState('')
  const [forMs, setForMs] = useState<number>(ageChoices[2])
  const { problem, setProblem, busy, submit } = useSending(async () => {
    const ends = forMs === 0 ? {} : { forMs }
    onCreated(await client.call('admin.createServiceToken', { name: name.trim(), scopes: ['users'], ...ends }))
    setName('')
  }, tokenProblem)
  const create = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') setProblem(t('serviceNameMissing'))
    else submit()
  }
  return (
    <form noValidate onSubmit={create} className="flex flex-col gap-12">
      <TextField
        label={t('serviceName')}
        autoComplete="off"
        maxLength={limits.serviceTokenNameMaxChars}
        value={name}
        hint={t('serviceNameHint')}
        error={problem}
        onChange={(event) => {
          setName(event.target.value)
          setProblem(undefined)
        }}
      />
      <Segments
        label={t('serviceFor')}
        value={String(forMs)}
        options={ageChoices.map((ms) => ({
          value: String(ms),
          label: ms === 0 ? t('serviceForever') : durationText(t, ms),
        }))}
        onChange={(ms) => setForMs(Number(ms))}
      />
      <Button type="submit" kind="secondary" busy={busy} className="w-full tablet:w-auto tablet:self-start">
        {t('serviceCreate')}
      </Button>
    </form>
  )
}

/** Tokens of other products: a list with their last use, and a form that creates one. Its secret shows once. */
export const ServicesSection = () => {
  const t = useT()
  const client = useClient()
  const [tokens, setTokens] = useState<readonly ServiceToken[]>()
  const [created, setCreated] = useState<Result<'admin.createServiceToken'>>()
  const [revoking, setRevoking] = useState<{ readonly token: ServiceToken; readonly open: boolean }>()
  const load = useCallback(async () => {
    const answer = await client.call('admin.serviceTokens', {}).catch(() => undefined)
    setTokens(answer?.tokens)
  }, [client])
  useEffect(() => {
    void load()
  }, [load])
  const onCreated = (answer: Result<'admin.createServiceToken'>) => {
    setCreated(answer)
    void load()
  }
  return (
    <SettingsSection title={t('serviceTokens')} body={t('serviceTokensBody')}>
      <NewToken onCreated={onCreated} />
      {created && <NewSecret key={created.token.id} created={created} />}
      {tokens && tokens.length > 0 && (
        <ul className="m-0 mt-12 list-none p-0" aria-label={t('serviceTokens')}>
          {tokens.map((token) => (
            <TokenLine key={token.id} token={token} onRevoke={() => setRevoking({ token, open: true })} />
          ))}
        </ul>
      )}
      {revoking && (
        <RevokeDialog
          {...revoking}
          onClose={() => setRevoking({ ...revoking, open: false })}
          onRevoked={() => {
            if (created?.token.id === revoking.token.id) setCreated(undefined)
            void load()
          }}
        />
      )}
    </SettingsSection>
  )
}
