import { EmojiPicker as Base, type EmojiPickerListComponents } from 'frimousse'
import type { AriaAttributes } from 'react'
import { useLocale, useT } from '../i18n'
import { Spinner } from '../ui'
import { emojiData } from './emoji-data'
import styles from './emoji-picker.module.css'

/** Rows and columns are counted from one; the picker counts from none. */
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

/** Every emoji, to be searched in the language on screen. Brings its own code and data, all from our server. */
export const EmojiPicker = ({ onPick }: { readonly onPick: (emoji: string) => void }) => {
  const t = useT()
  const locale = useLocale()
  return (
    <Base.Root
      className={styles.picker}
      locale={locale}
      columns={8}
      resolveEmojiData={emojiData}
      onEmojiSelect={({ emoji }) => onPick(emoji)}
      data-testid="emoji-picker"
    >
      <Base.Search className={styles.search} aria-label={t('searchEmoji')} placeholder={t('searchEmoji')} autoFocus />
      <Base.Viewport className={styles.viewport}>
        <Base.Loading className={styles.note}>
          <Spinner />
        </Base.Loading>
        <Base.Empty className={styles.note}>{t('noEmoji')}</Base.Empty>
        <Base.List className={styles.list} components={parts} />
      </Base.Viewport>
      <div className={styles.foot}>
        <Base.ActiveEmoji>
          {({ emoji }) => <span className={styles.label}>{emoji ? `${emoji.emoji} ${emoji.label}` : ''}</span>}
        </Base.ActiveEmoji>
        <Base.SkinToneSelector className={styles.tone} aria-label={t('skinTone')} title={t('skinTone')} />
      </div>
    </Base.Root>
  )
}
