import { LogOut, ShieldCheck } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { openDialog } from '../dialogs/dialog-store'
import { chooseLanguage, type Language, languages, useLanguage, useT } from '../i18n'
import { useSelector } from '../lib/client'
import { useMedia } from '../lib/media'
import { paths } from '../navigation/places'
import { ReportsBadge } from '../reports/reports-badge'
import {
  chooseEnter,
  chooseLayout,
  chooseTextSize,
  enterChoices,
  layoutChoices,
  textSizes,
  useAppearance,
} from '../theme/appearance'
import { chooseTheme, themeChoices, useTheme } from '../theme/theme'
import { Button, buttonClass, cx } from '../ui'
import { Segments } from '../ui/segments'
import { BioForm } from './bio-form'
import { ChangePassword } from './change-password'
import { DeleteAccount } from './delete-account'
import { EmailSection } from './email/email-section'
import { ExportSection } from './export/export-section'
import { IdentitiesSection } from './identities/identities-section'
import { LoadsSection } from './loads-section'
import { NameForm } from './name-form'
import { NotifySection } from './notify-section'
import { OwnStatusSection } from './own-status-section'
import { useLoadOwner } from './owner/owner-store'
import { PasskeysSection } from './passkeys/passkeys-section'
import { PrivacySettings } from './privacy-settings'
import { SecondFactorSection } from './second-factor/second-factor-section'
import { SessionList } from './session-list'
import { SettingsSection } from './settings-section'
import { SignOutDialog } from './sign-out-dialog'
import { StorageSection } from './storage-section'

const themeKeys = { auto: 'themeAuto', light: 'themeLight', dark: 'themeDark' } as const

const sizeKeys = { 13: 'textSmall', 15: 'textUsual', 17: 'textLarge', 20: 'textLargest' } as const
const enterKeys = { send: 'enterSends', 'new-line': 'enterNewLine' } as const
const layoutKeys = { auto: 'themeAuto', bubbles: 'layoutBubbles', flat: 'layoutFlat' } as const

const Appearance = () => {
  const t = useT()
  const { choice } = useTheme()
  const language = useLanguage()
  const typed = useMedia('(pointer: fine)')
  const { textPx, layout, enter } = useAppearance()
  return (
    <SettingsSection title={t('appearance')}>
      <div className="flex flex-col gap-16">
        <Segments
          label={t('theme')}
          value={choice}
          options={themeChoices.map((value) => ({ value, label: t(themeKeys[value]) }))}
          onChange={chooseTheme}
        />
        <Segments
          label={t('textSize')}
          value={String(textPx)}
          options={textSizes.map((px) => ({ value: String(px), label: t(sizeKeys[px]) }))}
          onChange={(px) => chooseTextSize(Number(px))}
        />
        <Segments
          label={t('messageLayout')}
          value={layout}
          options={layoutChoices.map((value) => ({ value, label: t(layoutKeys[value]) }))}
          onChange={chooseLayout}
        />
        {typed && (
          <Segments
            label={t('enterKey')}
            value={enter}
            options={enterChoices.map((value) => ({ value, label: t(enterKeys[value]) }))}
            onChange={chooseEnter}
          />
        )}
        <Segments
          label={t('language')}
          value={language}
          options={Object.entries(languages).map(([value, label]) => ({ value, label }))}
          onChange={(next) => void chooseLanguage(next as Language)}
        />
      </div>
    </SettingsSection>
  )
}

const SignOut = () => {
  const t = useT()
  const [asking, setAsking] = useState(false)
  return (
    <>
      <Button kind="dangerOutline" className="w-full tablet:w-auto" onClick={() => setAsking(true)}>
        <LogOut size={18} strokeWidth={1.75} aria-hidden />
        {t('signOut')}
      </Button>
      <SignOutDialog open={asking} onClose={() => setAsking(false)} />
    </>
  )
}

/** All settings of a user. */
export const SettingsPage = () => {
  const t = useT()
  useLoadOwner()
  const { persistent, admin } = useSelector((state) => ({
    persistent: state.persistent,
    admin: state.me?.admin ?? false,
  }))
  return (
    <div data-focus-stop className="h-full overflow-y-auto overscroll-contain bg-surface [scrollbar-gutter:stable]">
      <div className="mx-auto max-w-560 px-16 pb-96 tablet:px-24">
        <h1 className="flex h-56 items-center text-h3 text-text">{t('settings')}</h1>
        {!persistent && (
          <p role="note" className="mb-16 rounded-8 bg-warning-bg px-12 py-8 text-small text-warning-on-bg">
            {t('notPersistent')}
          </p>
        )}
        <SettingsSection title={t('profileSection')}>
          <NameForm />
          <BioForm />
          <OwnStatusSection />
        </SettingsSection>
        <EmailSection />
        <SecondFactorSection />
        <IdentitiesSection />
        <PasskeysSection />
        <Appearance />
        <NotifySection />
        <LoadsSection />
        <PrivacySettings />
        <StorageSection />
        <SettingsSection title={t('sessions')} body={t('sessionsBody')}>
          <SessionList />
          <div className="mt-16 flex flex-wrap gap-8">
            <ChangePassword />
            <SignOut />
          </div>
        </SettingsSection>
        {admin && (
          <SettingsSection title={t('server')} body={t('serverBody')}>
            <Link href={paths.admin} className={cx(buttonClass('secondary'), 'w-full tablet:w-auto')}>
              <ShieldCheck size={18} strokeWidth={1.75} aria-hidden />
              {t('administration')}
              <ReportsBadge />
            </Link>
          </SettingsSection>
        )}
        <ExportSection />
        <SettingsSection title={t('deleteAccount')} body={t('deleteAccountBody')}>
          <DeleteAccount />
        </SettingsSection>
        <SettingsSection title={t('about')} body={t('aboutBody')}>
          <div className="flex flex-wrap gap-8">
            <Button kind="secondary" className="w-full tablet:w-auto" onClick={() => openDialog({ name: 'shortcuts' })}>
              {t('keyboardShortcuts')}
            </Button>
            <a href="/docs" className={cx(buttonClass('secondary'), 'w-full tablet:w-auto')}>
              {t('apiDocs')}
            </a>
          </div>
        </SettingsSection>
      </div>
    </div>
  )
}
