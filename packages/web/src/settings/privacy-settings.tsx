import type { Preferences } from '@parley/protocol'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { orToast } from '../ui/problem'
import { Segments } from '../ui/segments'
import { SwitchRow } from '../ui/switch-row'
import { SettingsSection } from './settings-section'

const audiences = {
  everybody: 'audienceEverybody',
  contacts: 'audienceContacts',
  friends: 'audienceFriends',
  nobody: 'audienceNobody',
  exact: 'audienceExact',
} as const

/** Each setting with its possible audiences. */
const choices = [
  { name: 'seenBy', label: 'privacySeenBy', options: ['everybody', 'contacts', 'friends', 'nobody'] },
  { name: 'foundBy', label: 'privacyFoundBy', options: ['everybody', 'exact', 'nobody'] },
  { name: 'askedBy', label: 'privacyAskedBy', options: ['everybody', 'contacts', 'nobody'] },
  { name: 'addedBy', label: 'privacyAddedBy', options: ['everybody', 'friends', 'nobody'] },
] as const

/** Settings for visibility and contact. The server applies changes at once. */
export const PrivacySettings = () => {
  const t = useT()
  const client = useClient()
  const preferences = useSelector((state) => state.preferences)
  if (!preferences) return null
  const set = (change: Partial<Preferences>) => void orToast(t, client.call('accounts.setPrivacy', change))
  return (
    <SettingsSection title={t('privacy')} body={t('privacyBody')}>
      <div className="flex flex-col gap-16">
        {choices.map(({ name, label, options }) => (
          <Segments
            key={name}
            label={t(label)}
            value={preferences[name]}
            options={options.map((value) => ({ value, label: t(audiences[value]) }))}
            onChange={(value) => set({ [name]: value })}
          />
        ))}
        <div>
          <SwitchRow
            label={t('privacyReads')}
            hint={t('privacyReadsHint')}
            checked={preferences.showsReads}
            onChange={(showsReads) => set({ showsReads })}
          />
          <SwitchRow
            label={t('privacyTyping')}
            checked={preferences.showsTyping}
            onChange={(showsTyping) => set({ showsTyping })}
          />
        </div>
      </div>
    </SettingsSection>
  )
}
