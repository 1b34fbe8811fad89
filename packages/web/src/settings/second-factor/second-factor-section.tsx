import { limits } from '@parley/protocol/limits'
import { useState } from 'react'
import { useFormat, useT } from '../../i18n'
import { useSelector } from '../../lib/client'
import { Button } from '../../ui'
import { useReturned } from '../owner/use-owner'
import { SettingsSection } from '../settings-section'
import { ProofDialog, type ProvenChange } from './proof-dialog'
import { SetUpDialog } from './set-up-dialog'

/** The dialog over the section, and the number of its opening: each opening starts with empty fields. */
interface Opened {
  readonly what: ProvenChange | 'setUp'
  readonly open: boolean
  readonly count: number
}

/** With fewer recovery codes, the section suggests new ones. */
const fewCodes = 3

const State = () => {
  const t = useT()
  const format = useFormat()
  const factor = useSelector((state) => state.me?.secondFactor)
  if (!factor) return <p className="text-ui text-text">{t('twoStepOff')}</p>
  const { since, recoveryCodesLeft: count } = factor
  return (
    <div className="flex flex-col gap-8">
      <p className="text-ui text-text">{t('twoStepOnSince', { date: format.date(since) })}</p>
      {count < fewCodes ? (
        <p role="note" className="rounded-8 bg-warning-bg px-12 py-8 text-small text-warning-on-bg">
          {t('codesFew', { count })}
        </p>
      ) : (
        <p className="text-small text-text-2">{t('codesLeft', { count, all: limits.secondFactorRecoveryCodes })}</p>
      )}
    </div>
  )
}

/** The second factor of the account: its state, and turning it on and off. */
export const SecondFactorSection = () => {
  const t = useT()
  const on = useSelector((state) => state.me?.secondFactor !== undefined)
  const [{ what, open, count }, setOpened] = useState<Opened>({ what: 'setUp', open: false, count: 0 })
  const show = (next: Opened['what']) => setOpened({ what: next, open: true, count: count + 1 })
  const close = () => setOpened({ what, open: false, count })
  useReturned('setUp', () => show('setUp'))
  useReturned('renew', () => show('renew'))
  useReturned('turnOff', () => show('turnOff'))
  return (
    <SettingsSection title={t('twoStep')} body={t('twoStepBody')}>
      <div className="flex flex-col gap-16">
        <State />
        <div className="flex flex-wrap gap-8">
          {on ? (
            <>
              <Button kind="secondary" className="w-full tablet:w-auto" onClick={() => show('renew')}>
                {t('renewCodes')}
              </Button>
              <Button kind="dangerOutline" className="w-full tablet:w-auto" onClick={() => show('turnOff')}>
                {t('turnOff')}
              </Button>
            </>
          ) : (
            <Button kind="secondary" className="w-full tablet:w-auto" onClick={() => show('setUp')}>
              {t('setUpTwoStep')}
            </Button>
          )}
        </div>
        {count > 0 &&
          (what === 'setUp' ? (
            <SetUpDialog key={count} open={open} onClose={close} />
          ) : (
            <ProofDialog key={count} what={what} open={open} onClose={close} />
          ))}
      </div>
    </SettingsSection>
  )
}
