import { useT } from '../i18n'
import { Button } from './button'

interface ShowMoreProps {
  /** The next page is on its way. */
  readonly loading?: boolean
  readonly onClick: () => void
}

/** The button below a list that loads its next page. */
export const ShowMore = ({ loading = false, onClick }: ShowMoreProps) => {
  const t = useT()
  return (
    <Button kind="ghost" className="mt-8 w-full" busy={loading} onClick={onClick}>
      {t('showMore')}
    </Button>
  )
}
