import { useT } from '../i18n'
import { chooseLoads, knowsWifi, type LoadChoice, loadedKinds, useLoadChoices } from '../media/loads-itself'
import { Segments } from '../ui/segments'
import { SettingsSection } from './settings-section'

const kindKeys = { pictures: 'loadsPictures', videos: 'loadsVideos', files: 'loadsFiles' } as const
const choiceKeys = { always: 'loadsAlways', wifi: 'loadsWifi', never: 'loadsNever' } as const satisfies Record<
  LoadChoice,
  string
>

/** The media that loads automatically on this device. */
export const LoadsSection = () => {
  const t = useT()
  const chosen = useLoadChoices()
  const choices = (Object.keys(choiceKeys) as LoadChoice[]).filter((choice) => choice !== 'wifi' || knowsWifi())
  return (
    <SettingsSection title={t('loadsTitle')} body={t('loadsBody')}>
      <div className="flex flex-col gap-16">
        {loadedKinds.map((kind) => (
          <Segments
            key={kind}
            label={t(kindKeys[kind])}
            value={chosen[kind]}
            options={choices.map((value) => ({ value, label: t(choiceKeys[value]) }))}
            onChange={(choice) => chooseLoads(kind, choice)}
          />
        ))}
      </div>
    </SettingsSection>
  )
}
