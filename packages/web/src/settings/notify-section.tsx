import { useState } from 'react'
import { useT } from '../i18n'
import { chooseNotify, type SoundChoice, soundChoices, useNotifySettings } from '../notify/notify-settings'
import { play } from '../notify/sound'
import { Segments } from './segments'
import { SettingsSection } from './settings-section'
import { SwitchRow } from './switch-row'

const soundKeys = { off: 'soundOff', drop: 'soundDrop', bell: 'soundBell', tick: 'soundTick' } as const

/** What the browser says; without a secure origin there are no notifications at all. */
const permission = (): NotificationPermission | 'impossible' =>
  typeof Notification === 'undefined' || !isSecureContext ? 'impossible' : Notification.permission

/** What this device does when something comes in. */
export const NotifySection = () => {
  const t = useT()
  const settings = useNotifySettings()
  const [allowed, setAllowed] = useState(permission)
  const chooseSound = (sound: SoundChoice) => {
    chooseNotify({ sound })
    void play(sound)
  }
  // Asked only here, by a press: nobody is surprised by the question.
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
