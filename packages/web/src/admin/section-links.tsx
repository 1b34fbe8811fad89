import { type ReactNode, type RefObject, useEffect } from 'react'
import { navigate } from '../history/navigate'
import { useT } from '../i18n'
import { paths } from '../navigation/places'

/** The part of an address that names a section: `people` in `/admin#people`. */
const named = (): string => location.hash.slice(1)

interface SectionProps {
  readonly id: string
  readonly children: ReactNode
}

/** A section that an address can name. The links stay above it. */
export const Section = ({ id, children }: SectionProps) => (
  <div id={id} tabIndex={-1} data-admin-section className="scroll-mt-56 outline-none">
    {children}
  </div>
)

const show = (page: HTMLElement | null, id: string) =>
  page?.querySelector(`[data-admin-section][id="${CSS.escape(id)}"]`)?.scrollIntoView()

/** Shows the section that the address names, and keeps it in place while sections above it load, until the user moves the page. */
const useNamedSection = (page: RefObject<HTMLElement | null>) => {
  useEffect(() => {
    const content = page.current?.firstElementChild
    if (named() === '' || !content) return
    const follow = () => show(page.current, named())
    const growing = new ResizeObserver(follow)
    growing.observe(content)
    const stop = () => growing.disconnect()
    const moves = ['wheel', 'touchstart', 'pointerdown', 'keydown'] as const
    for (const move of moves) content.addEventListener(move, stop, { once: true, passive: true })
    follow()
    return () => {
      stop()
      for (const move of moves) content.removeEventListener(move, stop)
    }
  }, [page])
}

interface SectionLinksProps {
  /** The element that scrolls. */
  readonly page: RefObject<HTMLElement | null>
  readonly sections: readonly { readonly id: string; readonly title: string }[]
}

/** Links to the sections of the page, in one row that stays on screen. */
export const SectionLinks = ({ page, sections }: SectionLinksProps) => {
  const t = useT()
  useNamedSection(page)
  const go = (id: string) => {
    navigate(`${paths.admin}#${id}`, { replace: true, state: history.state })
    show(page.current, id)
    page.current?.querySelector<HTMLElement>(`#${CSS.escape(id)}`)?.focus({ preventScroll: true })
  }
  return (
    <nav
      aria-label={t('adminSections')}
      className="sticky top-0 z-1 -mx-16 flex gap-4 overflow-x-auto bg-surface px-16 py-4 hairline-b tablet:-mx-24 tablet:px-24"
    >
      {sections.map(({ id, title }) => (
        <a
          key={id}
          href={`${paths.admin}#${id}`}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return
            event.preventDefault()
            go(id)
          }}
          className="grid min-h-36 shrink-0 place-items-center rounded-8 px-12 text-ui text-text-2 -outline-offset-2 hover:bg-hover hover:text-text pointer-coarse:min-h-44"
        >
          {title}
        </a>
      ))}
    </nav>
  )
}
