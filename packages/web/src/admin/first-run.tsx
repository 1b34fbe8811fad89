import { Check } from 'lucide-react'
import type { ReactNode } from 'react'
import { useT } from '../i18n'
import { StartActions } from '../list/start-actions'
import { cx, Skeleton } from '../ui'
import { Registration } from './registration'
import { ServerName } from './server-name'
import { useAdminSettings } from './use-admin-settings'

interface StepProps {
  readonly number: number
  readonly title: string
  readonly done?: boolean
  readonly children: ReactNode
}

const Step = ({ number, title, done = false, children }: StepProps) => (
  <li className={cx('flex gap-16 py-20', number > 1 && 'hairline-t')}>
    <span
      aria-hidden
      className="tabular grid size-28 shrink-0 place-items-center rounded-full bg-selected text-small font-600 text-accent"
    >
      {done ? <Check size={16} strokeWidth={2.5} /> : number}
    </span>
    <div className="min-w-0 flex-1">
      <h3 className="mb-12 py-4 text-title text-text">{title}</h3>
      {children}
    </div>
  </li>
)

/** The first steps on a new server, for its administrator: its name, registration, and invitations. */
export const FirstRun = () => {
  const t = useT()
  const { settings, setRegistration, named } = useAdminSettings()
  return (
    <div data-focus-stop className="grid h-full place-items-center overflow-y-auto p-24">
      <section
        aria-labelledby="first-run"
        className="w-full max-w-560 rounded-16 bg-surface p-24 shadow-[0_0_0_1px_var(--color-border)]"
      >
        <h2 id="first-run" className="text-h2 text-text">
          {t('firstRunTitle')}
        </h2>
        <p className="mt-4 mb-8 text-ui font-400 text-pretty text-text-2">{t('firstRunBody')}</p>
        <ol className="m-0 list-none p-0">
          <Step number={1} title={t('serverName')} done={(settings?.serverName ?? '') !== ''}>
            {settings ? (
              <ServerName labelHidden name={settings.serverName ?? ''} onNamed={named} />
            ) : (
              <Skeleton className="h-36 w-full" />
            )}
          </Step>
          <Step number={2} title={t('adminRegistration')}>
            {settings ? (
              <Registration value={settings.registration} onChange={(mode) => void setRegistration(mode)} />
            ) : (
              <Skeleton className="h-36 w-full" />
            )}
          </Step>
          <Step number={3} title={t('firstRunInvite')}>
            <StartActions align="start" />
          </Step>
        </ol>
      </section>
    </div>
  )
}
