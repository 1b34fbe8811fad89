import { useT } from '../i18n'
import { Button } from '../ui'

/** The buttons below a changed field, which save the text or discard it. */
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
