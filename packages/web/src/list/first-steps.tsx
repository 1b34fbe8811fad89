import { useT } from '../i18n'
import { StartActions } from './start-actions'

/** Explains below the list how to find people, to users without contacts. */
export const FirstSteps = () => {
  const t = useT()
  return (
    <div className="m-4 mt-16 rounded-12 p-16 text-center shadow-[inset_0_0_0_1px_var(--color-border)]">
      <h2 className="text-ui font-600 text-text">{t('noChatsTitle')}</h2>
      <p className="mt-2 mb-12 text-small text-pretty text-text-2">{t('noChatsBody')}</p>
      <StartActions />
    </div>
  )
}
