import { ArrowLeft, ShieldOff } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { useT } from '../i18n'
import { useSelector } from '../lib/client'
import { paths } from '../navigation/places'
import { ReportList } from '../reports/report-list'
import { SettingsSection } from '../settings/settings-section'
import { buttonClass, EmptyState } from '../ui'
import { AdminPeople } from './admin-people'
import { AdminSwitches } from './admin-switches'
import { AuditSection } from './audit/audit-section'
import { LimitsSection } from './limits/limits-section'
import { MailDomainsSection } from './mail-domains-section'
import { MailSection } from './mail-section'
import { NetworkBansSection } from './networks/network-bans-section'
import { PasskeysNotice } from './passkeys/passkeys-notice'
import { ServicesSection } from './services/services-section'
import { WaveSection } from './waves/wave-section'
import { WordsSection } from './words/words-section'

/** The settings that an administrator can change at run time. */
export const AdminPage = () => {
  const t = useT()
  const admin = useSelector((state) => state.me?.admin ?? false)
  const [blocked, setBlocked] = useState(0)
  if (!admin) {
    return (
      <main className="h-full min-h-0">
        <EmptyState
          icon={ShieldOff}
          title={t('adminOnlyTitle')}
          body={t('adminOnlyBody')}
          action={
            <Link href={paths.list} className={buttonClass()}>
              {t('backToParley')}
            </Link>
          }
        />
      </main>
    )
  }
  return (
    <main className="h-full min-h-0 overflow-y-auto overscroll-contain bg-surface [scrollbar-gutter:stable]">
      <div className="mx-auto max-w-720 px-16 pb-96 tablet:px-24">
        <header className="flex h-56 items-center gap-8">
          <Link
            href={paths.list}
            aria-label={t('backToParley')}
            className="-ms-8 grid size-36 place-items-center rounded-8 text-text-2 hover:bg-hover hover:text-text pointer-coarse:size-44"
          >
            <ArrowLeft size={20} strokeWidth={1.75} aria-hidden />
          </Link>
          <h1 className="text-h3 text-text">{t('administration')}</h1>
        </header>
        <PasskeysNotice />
        <SettingsSection title={t('reports')} body={t('adminReportsBody')}>
          <ReportList scope={undefined} />
        </SettingsSection>
        <AdminSwitches />
        <MailSection />
        <MailDomainsSection />
        <SettingsSection title={t('adminPeople')}>
          <AdminPeople />
        </SettingsSection>
        <LimitsSection />
        <WordsSection />
        <WaveSection onBlocked={() => setBlocked((times) => times + 1)} />
        {/* Another key loads the list again. */}
        <NetworkBansSection key={blocked} />
        <ServicesSection />
        <AuditSection />
      </div>
    </main>
  )
}
