import { useT } from '../../i18n'
import { Button } from '../../ui'
import { FormProblem } from '../form-problem'
import type { ProvenAct } from './arrival'
import { proveElsewhere, proveWith } from './arrival'
import type { OwnerWays } from './owner-ways'

interface WayButtonsProps {
  readonly ways: OwnerWays
  /** The act to confirm, which goes on after the way to a provider and back. */
  readonly act: () => ProvenAct
  readonly onPasskey: () => void
  readonly busy: boolean
  readonly problem: string | undefined
}

/** The ways in which a person without a password confirms a change. */
export const WayButtons = ({ ways, act, onPasskey, busy, problem }: WayButtonsProps) => {
  const t = useT()
  const { passkey, providers, elsewhere } = ways
  if (!passkey && providers.length === 0 && elsewhere === undefined)
    return <FormProblem>{t('confirmNoWay')}</FormProblem>
  return (
    <div className="flex flex-col gap-8">
      <p className="text-small text-text-2">{t('confirmYou')}</p>
      {providers.map(({ name, title }) => (
        <Button key={name} kind="secondary" size="large" onClick={() => proveWith(name, act())}>
          {t('confirmWith', { name: title })}
        </Button>
      ))}
      {elsewhere !== undefined && (
        <Button kind="secondary" size="large" onClick={() => proveElsewhere(elsewhere, act())}>
          {t('confirmWith', { name: new URL(elsewhere).host })}
        </Button>
      )}
      {passkey && (
        <Button kind="secondary" size="large" busy={busy} onClick={onPasskey}>
          {t('confirmByPasskey')}
        </Button>
      )}
      <FormProblem>{problem}</FormProblem>
    </div>
  )
}
