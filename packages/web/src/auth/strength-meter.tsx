import type { PasswordStrength } from '@parley/protocol/password-strength'
import { useEffect, useState } from 'react'
import { useT } from '../i18n'
import { loadWithRetry } from '../lib/load-with-retry'
import { cx } from '../ui'
import { filledBars, strengthAdvice } from './strength-advice'

type Judge = (password: string, username: string) => PasswordStrength

/** The strength of a password by the server's own rule. Its word list loads with the first character. */
export const usePasswordStrength = (password: string, username: string): PasswordStrength | undefined => {
  const [judge, setJudge] = useState<Judge>()
  const typed = password !== ''
  useEffect(() => {
    if (!typed || judge) return
    void loadWithRetry(() => import('@parley/protocol/password-strength')).then((rule) =>
      setJudge(() => rule.passwordStrength),
    )
  }, [typed, judge])
  return typed ? judge?.(password, username) : undefined
}

const words = ['strength0', 'strength1', 'strength2', 'strength3', 'strength4'] as const
const fills = ['bg-danger', 'bg-danger', 'bg-warning', 'bg-success', 'bg-success'] as const
const inks = ['text-danger', 'text-danger', 'text-warning', 'text-success', 'text-success'] as const

interface StrengthMeterProps {
  readonly strength: PasswordStrength | undefined
  /** Without the advice, since an error beside it has the next step. */
  readonly brief: boolean
}

/** Four bars, a rating, and advice. */
export const StrengthMeter = ({ strength, brief }: StrengthMeterProps) => {
  const t = useT()
  const score = strength?.score ?? 0
  const help = brief ? '' : strengthAdvice(t, strength)
  return (
    <div className="pt-4">
      <div aria-hidden className="grid grid-cols-4 gap-4">
        {[1, 2, 3, 4].map((bar) => (
          <span
            key={bar}
            className={cx(
              'h-4 rounded-full transition-colors duration-120',
              filledBars(strength) >= bar ? fills[score] : 'bg-border',
            )}
          />
        ))}
      </div>
      {/* Reserves its line, so that nothing moves while typing. An error alone doesn't need it. */}
      <p aria-live="polite" className={cx('text-meta text-text-3', (strength || !brief) && 'mt-4 min-h-16')}>
        {strength && (
          <span className={cx('font-500', inks[score])}>
            <span className="sr-only">{t('strength')}: </span>
            {t(words[score])}
            {help !== '' && ' · '}
          </span>
        )}
        {help}
      </p>
    </div>
  )
}
