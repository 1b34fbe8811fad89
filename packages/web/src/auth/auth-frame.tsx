import type { ReactNode } from 'react'
import { useStore } from 'zustand'
import { BrandMark } from '../brand/brand-mark'
import { useT } from '../i18n'
import { LanguageSwitch } from '../ui/language-switch'
import { ThemeButton } from '../ui/theme-button'
import { serverNameStore } from './policy'

export interface AuthFrameProps {
  /** Replaces the logo above the title. */
  readonly mark?: ReactNode
  readonly title: string
  readonly body?: ReactNode
  readonly children: ReactNode
  /** Positioned below the card without moving it. */
  readonly below?: ReactNode
}

const tint =
  'bg-[radial-gradient(60rem_40rem_at_50%_-10%,color-mix(in_srgb,var(--color-accent)_6%,transparent),transparent)]'

/** It appears a moment later, and moves nothing. */
const ServerName = () => {
  const name = useStore(serverNameStore, (state) => state.name)
  return (
    <p className="min-w-0 flex-1 truncate ps-12 text-title text-text" data-testid="server-name">
      <bdi>{name}</bdi>
    </p>
  )
}

const Room = ({ children }: { readonly children: ReactNode }) => (
  <div className={`flex h-dvh flex-col overflow-y-auto bg-canvas ${tint}`}>
    <div className="flex items-center gap-4 p-8">
      <ServerName />
      <LanguageSwitch />
      <ThemeButton />
    </div>
    {children}
  </div>
)

/** The frame without a card, until the server has said which ways to sign in it has. So nothing moves or disappears then. */
export const AuthWaiting = () => {
  const t = useT()
  return (
    <Room>
      <main className="appear-late grid flex-1 place-items-center pb-64" aria-busy data-waiting>
        <BrandMark size={48} />
        <span className="sr-only">{t('loading')}</span>
      </main>
    </Room>
  )
}

/** The frame of all pages before sign-in. */
export const AuthFrame = ({ mark, title, body, children, below }: AuthFrameProps) => (
  <Room>
    <main className="mx-auto flex w-full max-w-400 flex-1 flex-col justify-center px-16 pb-64 tablet:px-0">
      <div className="relative">
        <div className="rounded-16 bg-surface px-24 py-32 tablet:px-32 tablet:shadow-e2">
          <header className="mb-24 flex flex-col items-center text-center">
            {mark ?? <BrandMark size={48} />}
            <h1 className="mt-16 text-h1 text-balance text-text">{title}</h1>
            {body !== undefined && <p className="mt-4 text-ui font-400 text-pretty text-text-2">{body}</p>}
          </header>
          {children}
        </div>
        {below}
      </div>
    </main>
  </Room>
)
