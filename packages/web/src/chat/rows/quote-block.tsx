import type { ReplyTo } from '@parley/protocol'
import { useT } from '../../i18n'
import styles from './quote-block.module.css'
import { useRowSurroundings } from './row-context'
import { useQuote } from './use-quote'

interface QuoteBlockProps {
  /** The row that it stands in. */
  readonly rowKey: string
  readonly replyTo: ReplyTo
}

/** Whom and what a message answers, in two lines; leads to the original. */
export const QuoteBlock = ({ rowKey, replyTo }: QuoteBlockProps) => {
  const t = useT()
  const { actions } = useRowSurroundings()
  const quote = useQuote(replyTo)
  if (quote.standing !== 'found')
    return (
      <div className={styles.quote} data-testid="quote" data-missing>
        {quote.standing === 'missing' && t('quoteMissing')}
      </div>
    )
  const { name, text } = quote
  return (
    <button
      type="button"
      className={styles.quote}
      data-testid="quote"
      title={t('goToMessage')}
      onClick={() => actions.jump(rowKey, replyTo)}
    >
      <bdi className={styles.name}>{name}</bdi>
      <bdi className={styles.text}>{text}</bdi>
    </button>
  )
}
