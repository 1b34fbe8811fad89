import { useState } from 'react'
import { useT } from '../i18n'
import { chooseNotify, type SoundChoice, soundChoices, useNotifySettings } from '../notify/notify-settings'
import { play } from '../notify/sound'
import { Segments } from '../ui/segments'
import { SwitchRow } from '../ui/switch-row'
import { SettingsSection } from './settings-section'

const soundKeys = { off: 'soundOff', drop: 'soundDrop', bell: 'soundBell', tick: 'soundTick' } as const

/** The browser's permission. Without a secure origin, notifications are impossible. */
const permission = (): NotificationPermission | 'impossible' =>
  typeof Notification === 'undefined' || !isSecureContext ? 'impossible' : Notification.permission

/** How this device announces new messages. */
export const NotifySection = () => {
  const t = useT()
  const settings = useNotifySettings()
  const [allowed, setAllowed] = useState(permission)
  const chooseSound = (sound: SoundChoice) => {
    chooseNotify({ sound })
    void play(sound)
  }
  // The browser prompts for permission only here, after a click, so that the prompt surprises no user.
  const chooseDesktop = async (desktop: boolean) => {
    const now = desktop && allowed === 'default' ? await Notification.requestPermission() : allowed
    setAllowed(now)
    chooseNotify({ desktop: desktop && now === 'granted' })
  }
  const hint = {
    impossible: 'desktopImpossible',
    denied: 'desktopDenied',
    default: 'desktopHint',
    granted: 'desktopHint',
  }
  const desktop = settings.desktop && allowed === 'granted'
  return (
    <SettingsSection title={t('notifications')} body={t('notificationsBody')}>
      <Segments
        label={t('sound')}
        value={settings.sound}
        options={soundChoices.map((value) => ({ value, label: t(soundKeys[value]) }))}
        onChange={chooseSound}
      />
      <div className="mt-8">
        <SwitchRow
          label={t('worldSound')}
          checked={settings.worldSound}
          disabled={settings.sound === 'off'}
          onChange={(worldSound) => chooseNotify({ worldSound })}
        />
        <SwitchRow
          label={t('desktopNotifications')}
          hint={t(hint[allowed] as 'desktopHint')}
          checked={desktop}
          disabled={allowed === 'impossible' || allowed === 'denied'}
          onChange={(on) => void chooseDesktop(on)}
        />
        <SwitchRow
          label={t('notificationTexts')}
          checked={settings.texts}
          disabled={!desktop}
          onChange={(texts) => chooseNotify({ texts })}
        />
      </div>
    </SettingsSection>
  )
}
