import type { ReplyTo } from '@parley/protocol'
import { useT } from '../../i18n'
import { usePaneNavigation } from '../pane-contexts'
import styles from './quote-block.module.css'
import { useQuote } from './use-quote'

interface QuoteBlockProps {
  /** The row of the quote. */
  readonly rowKey: string
  readonly replyTo: ReplyTo
  /** Whether it is reachable with Tab. */
  readonly reachable: boolean
}

/** The sender and content of the original message, in two lines. Links to it. */
export const QuoteBlock = ({ rowKey, replyTo, reachable }: QuoteBlockProps) => {
  const t = useT()
  const { jump } = usePaneNavigation()
  const quote = useQuote(replyTo)
  if (quote.state !== 'found')
    return (
      <div className={styles.quote} data-testid="quote" data-missing>
        {quote.state === 'missing' && t('quoteMissing')}
      </div>
    )
  const { name, text } = quote
  return (
    <button
      type="button"
      className={styles.quote}
      tabIndex={reachable ? 0 : -1}
      data-testid="quote"
      title={t('goToMessage')}
      onClick={() => jump(rowKey, replyTo)}
    >
      <bdi className={styles.name}>{name}</bdi>
      <bdi className={styles.text}>{text}</bdi>
    </button>
  )
}
