import { useT } from '../i18n'
import { Button } from '../ui'

/** Below a field that was changed: keeps what was typed, or lets it be. */
export const SaveRow = ({ busy, onCancel }: { readonly busy: boolean; readonly onCancel: () => void }) => {
  const t = useT()
  return (
    <div className="flex flex-wrap gap-8">
      <Button type="submit" busy={busy}>
        {t('save')}
      </Button>
      <Button kind="secondary" onClick={onCancel}>
        {t('cancel')}
      </Button>
    </div>
  )
}
