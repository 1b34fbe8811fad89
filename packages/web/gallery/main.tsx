import { StrictMode, Suspense } from 'react'
import { createRoot } from 'react-dom/client'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import {
  chooseLanguage,
  type Language,
  languages,
  loadAdminCatalog,
  loadLaterCatalog,
  startLanguage,
} from '../src/i18n'
import { chooseTheme } from '../src/theme/theme'
import { setState } from './client'
import { nowMs } from './fixed-clock'
import './gallery.css'
import { type Section, sections } from './sections'

interface Shown {
  /** The chosen section. Undefined shows all sections except those that cover the window. */
  readonly name: string | undefined
  /** A counter, so that each look starts with fresh state. */
  readonly look: number
}

const shownStore = createStore<Shown>(() => ({ name: location.hash.slice(1) || undefined, look: 0 }))

const find = (name: string | undefined): Section | undefined => sections.find((section) => section.name === name)

const show = (name: string | undefined): void => {
  setState(find(name)?.state ?? {})
  shownStore.setState(({ look }) => ({ name, look: look + 1 }))
}

const Bar = () => (
  <nav className="flex flex-wrap items-center gap-8 bg-surface p-12 text-small hairline-b">
    {(['light', 'dark'] as const).map((theme) => (
      <button key={theme} type="button" className="text-accent" onClick={() => chooseTheme(theme)}>
        {theme}
      </button>
    ))}
    {Object.entries(languages).map(([language, name]) => (
      <button
        key={language}
        type="button"
        className="text-accent"
        onClick={() => void chooseLanguage(language as Language)}
      >
        {name}
      </button>
    ))}
    {sections.map(({ name }) => (
      <a key={name} href={`#${name}`} className="text-text-2">
        {name}
      </a>
    ))}
  </nav>
)

const Gallery = () => {
  const { name, look } = useStore(shownStore)
  const one = find(name)
  const shown = one ? [one] : sections.filter((section) => !section.over)
  return (
    <>
      {!navigator.webdriver && <Bar />}
      {shown.map((section) => (
        <section
          key={`${section.name} ${look}`}
          data-look={`${section.name} ${look}`}
          className="relative bg-canvas text-text"
        >
          {!one && <h2 className="p-16 text-h3">{section.name}</h2>}
          <Suspense>{section.content}</Suspense>
        </section>
      ))}
    </>
  )
}

const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
/** The number of frames without a change after which everything has loaded. It is higher while code still loads. */
const quietFrames = { first: 40, again: 6 } as const
const seen = new Set<string>()

const present = async (selector: string): Promise<void> => {
  while (!document.querySelector(selector)) await frame()
}

/** Resolves when everything has its final look. */
const settled = async (frames: number): Promise<void> => {
  for (let quiet = 0, before = ''; quiet < frames; quiet++) {
    await document.fonts.ready
    const images = [...document.images]
    await Promise.all(images.map((image) => image.decode().catch(() => undefined)))
    await frame()
    const now = document.body.innerHTML
    // The transition to another theme runs for a moment.
    const moves = document.getAnimations().some(({ playState }) => playState === 'running')
    if (moves || now !== before) quiet = 0
    before = now
  }
  if (document.activeElement instanceof HTMLTextAreaElement) document.activeElement.blur()
  await frame()
}

/** For the test that takes the screenshots. */
const tools = {
  sections: sections.map(({ name, over = false }) => ({ name, over })),
  nowMs,
  look: async (
    name: string,
    look: { readonly theme: 'light' | 'dark'; readonly language: Language },
  ): Promise<void> => {
    chooseTheme(look.theme)
    await chooseLanguage(look.language)
    show(name)
    await present(`[data-look='${name} ${shownStore.getState().look}']`)
    await present(find(name)?.ready ?? 'body')
    await settled(seen.has(name) ? quietFrames.again : quietFrames.first)
    seen.add(name)
  },
}
export type GalleryTools = typeof tools
Object.assign(globalThis, { gallery: tools })

addEventListener('hashchange', () => show(location.hash.slice(1) || undefined))
chooseTheme(matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')
setState(find(shownStore.getState().name)?.state ?? {})
const root = document.getElementById('root')
void startLanguage()
  .then(() => Promise.all([loadLaterCatalog(), loadAdminCatalog()]))
  .then(
    () =>
      root &&
      createRoot(root).render(
        <StrictMode>
          <Gallery />
        </StrictMode>,
      ),
  )
