import { ArrowLeft, ShieldOff } from 'lucide-react'
import { useRef, useState } from 'react'
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
import { NodesSection } from './health/nodes-section'
import { StorageSection } from './health/storage-section'
import { LimitsSection } from './limits/limits-section'
import { MailDomainsSection } from './mail-domains-section'
import { MailSection } from './mail-section'
import { NetworkBansSection } from './networks/network-bans-section'
import { PasskeysNotice } from './passkeys/passkeys-notice'
import { Section, SectionLinks } from './section-links'
import { ServicesSection } from './services/services-section'
import { WaveSection } from './waves/wave-section'
import { WordsSection } from './words/words-section'

/** The settings that an administrator can change at run time. */
export const AdminPage = () => {
  const t = useT()
  const admin = useSelector((state) => state.me?.admin ?? false)
  const page = useRef<HTMLElement>(null)
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
    <main ref={page} className="h-full min-h-0 overflow-y-auto overscroll-contain bg-surface [scrollbar-gutter:stable]">
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
        <SectionLinks page={page} sections={sections.map(({ id, title }) => ({ id, title: t(title) }))} />
        <PasskeysNotice />
        {sections.map(({ id, content: Content }) => (
          <Section key={id} id={id}>
            <Content />
          </Section>
        ))}
      </div>
    </main>
  )
}

const Reports = () => {
  const t = useT()
  return (
    <SettingsSection title={t('reports')} body={t('adminReportsBody')}>
      <ReportList scope={undefined} />
    </SettingsSection>
  )
}

const People = () => {
  const t = useT()
  return (
    <SettingsSection title={t('adminPeople')}>
      <AdminPeople />
    </SettingsSection>
  )
}

/** A cleanup can block a network. */
const WavesAndNetworks = () => {
  const [blocked, setBlocked] = useState(0)
  return (
    <>
      <WaveSection onBlocked={() => setBlocked((times) => times + 1)} />
      {/* Another key loads the list again. */}
      <Section id="networks">
        <NetworkBansSection key={blocked} />
      </Section>
    </>
  )
}

const MailAndDomains = () => (
  <>
    <MailSection />
    <MailDomainsSection />
  </>
)

/** The sections from top to bottom. Addresses such as `/admin#people` name them. */
const sections = [
  { id: 'reports', title: 'reports', content: Reports },
  { id: 'registration', title: 'adminRegistration', content: AdminSwitches },
  { id: 'email', title: 'email', content: MailAndDomains },
  { id: 'people', title: 'adminPeople', content: People },
  { id: 'limits', title: 'limits', content: LimitsSection },
  { id: 'words', title: 'words', content: WordsSection },
  { id: 'waves', title: 'waveTitle', content: WavesAndNetworks },
  { id: 'services', title: 'serviceTokens', content: ServicesSection },
  { id: 'storage', title: 'adminStorage', content: StorageSection },
  { id: 'nodes', title: 'nodes', content: NodesSection },
  { id: 'audit', title: 'auditLog', content: AuditSection },
] as const
