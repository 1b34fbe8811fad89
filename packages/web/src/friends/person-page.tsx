import type { UserId } from '@parley/protocol'
import { ArrowLeft } from 'lucide-react'
import { useT } from '../i18n'
import { usePhone } from '../lib/media'
import { goBack, paths } from '../navigation/places'
import { IconButton } from '../ui'
import { Profile } from './profile'

/** A profile beside the list of people. On phones it replaces the list. */
export const PersonPage = ({ userId }: { readonly userId: UserId }) => {
  const t = useT()
  const phone = usePhone()
  return (
    <div data-focus-stop className="flex h-full flex-col bg-surface">
      <header className="flex h-56 shrink-0 items-center gap-8 px-8 hairline-b tablet:px-20">
        {phone && <IconButton icon={ArrowLeft} label={t('backToPeople')} onClick={() => goBack(paths.people)} />}
        <h2 className="min-w-0 flex-1 truncate text-title text-text">{t('profile')}</h2>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <div className="mx-auto max-w-400 px-20 pt-32 pb-40">
          <Profile userId={userId} />
        </div>
      </div>
    </div>
  )
}
