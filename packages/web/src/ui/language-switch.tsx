import { Languages } from 'lucide-react'
import { chooseLanguage, type Language, languages, useLanguage, useT } from '../i18n'
import { Menu } from '.'

/** A button with the current language. It offers the others. */
export const LanguageSwitch = () => {
  const t = useT()
  const current = useLanguage()
  const items = Object.entries(languages).map(([language, name]) => ({
    label: name,
    onSelect: () => void chooseLanguage(language as Language),
  }))
  return (
    <Menu label={t('language')} items={items}>
      {(trigger) => (
        <button
          {...trigger}
          type="button"
          className="inline-flex h-36 items-center gap-8 rounded-8 px-12 text-ui text-text-2 hover:bg-hover hover:text-text pointer-coarse:h-44"
        >
          <Languages size={18} strokeWidth={1.75} aria-hidden />
          <span className="sr-only">{t('language')}: </span>
          {current === 'xx-pseudo' ? languages.en : languages[current]}
        </button>
      )}
    </Menu>
  )
}
