import { EmojiPicker as Base, type EmojiPickerListComponents } from 'frimousse'
import { type AriaAttributes, useRef, useState } from 'react'
import { useLocale, useT } from '../i18n'
import { Spinner } from '../ui'
import { CategoryBar } from './category-bar'
import { emojiData } from './emoji-data'
import styles from './emoji-picker.module.css'
import { recentEmojis, rememberEmoji } from './recent-emojis'

/** ARIA counts rows and columns from one, the picker counts from zero. */
const fromOne = (props: AriaAttributes, index: 'aria-rowindex' | 'aria-colindex') => ({
  [index]: (props[index] ?? 0) + 1,
})

const parts: Partial<EmojiPickerListComponents> = {
  CategoryHeader: ({ category, ...rest }) => (
    <div {...rest} className={styles.category}>
      {category.label}
    </div>
  ),
  Row: (props) => <div {...props} {...fromOne(props, 'aria-rowindex')} className={styles.row} />,
  Emoji: ({ emoji, ...rest }) => (
    <button
      {...rest}
      {...fromOne(rest, 'aria-colindex')}
      type="button"
      className={styles.emoji}
      data-active={emoji.isActive || undefined}
    >
      {emoji.emoji}
    </button>
  ),
}

interface RecentProps {
  readonly emojis: readonly string[]
  readonly onPick: (emoji: string) => void
}

const Recent = ({ emojis, onPick }: RecentProps) => {
  const t = useT()
  return (
    <fieldset className={styles.recent} data-testid="recent-emojis">
      <legend className="sr-only">{t('recentEmojis')}</legend>
      <div className={styles.category} aria-hidden>
        {t('recentEmojis')}
      </div>
      {emojis.map((emoji) => (
        <button key={emoji} type="button" className={styles.emoji} aria-label={emoji} onClick={() => onPick(emoji)}>
          {emoji}
        </button>
      ))}
    </fieldset>
  )
}

export interface EmojiPickerProps {
  readonly onPick: (emoji: string) => void
  /** The search field has the initial focus. Not on devices where that opens an on-screen keyboard. */
  readonly searches: boolean
}

/** All emojis, with a search in the language of the interface. Its code and data come from this server. */
export const EmojiPicker = ({ onPick, searches }: EmojiPickerProps) => {
  const t = useT()
  const locale = useLocale()
  const list = useRef<HTMLDivElement>(null)
  const [query, setQuery] = useState('')
  const [recent] = useState(recentEmojis)
  const pick = (emoji: string) => {
    rememberEmoji(emoji)
    onPick(emoji)
  }
  return (
    <Base.Root
      className={styles.picker}
      locale={locale}
      columns={8}
      resolveEmojiData={emojiData}
      onEmojiSelect={({ emoji }) => pick(emoji)}
      data-testid="emoji-picker"
    >
      <div className={styles.head}>
        <Base.Search
          className={styles.search}
          aria-label={t('searchEmoji')}
          placeholder={t('searchEmoji')}
          autoFocus={searches}
          value={query}
          onChange={({ currentTarget }) => setQuery(currentTarget.value)}
        />
        <Base.SkinToneSelector className={styles.tone} aria-label={t('skinTone')} title={t('skinTone')} />
      </div>
      {query === '' && <CategoryBar list={list} />}
      {query === '' && recent.length > 0 && <Recent emojis={recent} onPick={pick} />}
      <Base.Viewport ref={list} className={styles.viewport}>
        <Base.Loading className={styles.note}>
          <Spinner />
        </Base.Loading>
        <Base.Empty className={styles.note}>{t('noEmoji')}</Base.Empty>
        <Base.List className={styles.list} components={parts} />
      </Base.Viewport>
      <div className={styles.foot}>
        <Base.ActiveEmoji>
          {({ emoji }) => (
            <span className={styles.label}>{emoji ? `${emoji.emoji} ${emoji.label}` : t('chooseEmoji')}</span>
          )}
        </Base.ActiveEmoji>
      </div>
    </Base.Root>
  )
}
