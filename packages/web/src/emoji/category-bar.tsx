import { Cat, Flag, Hand, Hash, Lightbulb, type LucideIcon, Pizza, Plane, Smile, Volleyball } from 'lucide-react'
import { type RefObject, useEffect, useState } from 'react'
import { useLocale, useT } from '../i18n'
import { emojiData } from './emoji-data'
import styles from './emoji-picker.module.css'

/** By the numbers of the categories in emojibase. */
const icons: Readonly<Record<number, LucideIcon>> = {
  0: Smile,
  1: Hand,
  3: Cat,
  4: Pizza,
  5: Plane,
  6: Volleyball,
  7: Lightbulb,
  8: Hash,
  9: Flag,
}

interface Category {
  readonly index: number
  readonly label: string
}

const useCategories = (): readonly Category[] => {
  const locale = useLocale()
  const [categories, setCategories] = useState<readonly Category[]>([])
  useEffect(() => {
    let current = true
    emojiData(locale).then(
      (data) => current && setCategories(data.categories),
      () => undefined,
    )
    return () => {
      current = false
    }
  }, [locale])
  return categories
}

/** The list has the headings of all categories in order, even if their emojis are out of sight. */
const sectionsOf = (list: HTMLElement | null): HTMLElement[] => [
  ...(list?.querySelectorAll<HTMLElement>('[frimousse-list] [frimousse-list-sizer] > [frimousse-category]') ?? []),
]

interface CategoryBarProps {
  /** The scrolling element. */
  readonly list: RefObject<HTMLElement | null>
}

/** Scrolls to each category of the list, and marks the visible one. */
export const CategoryBar = ({ list }: CategoryBarProps) => {
  const t = useT()
  const categories = useCategories()
  const [shown, setShown] = useState(0)
  useEffect(() => {
    const scroller = list.current
    const look = () => {
      const at = sectionsOf(scroller).findLastIndex(({ offsetTop }) => offsetTop <= (scroller?.scrollTop ?? 0) + 1)
      setShown(Math.max(0, at))
    }
    scroller?.addEventListener('scroll', look, { passive: true })
    return () => scroller?.removeEventListener('scroll', look)
  }, [list])
  return (
    <div className={styles.categories} role="toolbar" aria-label={t('emojiCategories')}>
      {categories.map(({ index, label }, at) => {
        const Icon = icons[index] ?? Hash
        return (
          <button
            key={index}
            type="button"
            className={styles.categoryButton}
            aria-label={label}
            title={label}
            aria-current={at === shown || undefined}
            onClick={() => list.current?.scrollTo({ top: sectionsOf(list.current)[at]?.offsetTop ?? 0 })}
          >
            <Icon size={18} strokeWidth={1.75} aria-hidden />
          </button>
        )
      })}
    </div>
  )
}
