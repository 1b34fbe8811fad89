import type { ReactNode } from 'react'
import { BrandMark } from '../brand/brand-mark'
import { LanguageSwitch } from '../settings/language-switch'
import { ThemeButton } from '../settings/theme-button'

export interface AuthFrameProps {
  /** Stands above the title; the brand's mark unless told. */
  readonly mark?: ReactNode
  readonly title: string
  readonly body?: ReactNode
  readonly children: ReactNode
}

const tint =
  'bg-[radial-gradient(60rem_40rem_at_50%_-10%,color-mix(in_srgb,var(--color-accent)_6%,transparent),transparent)]'

/** The page around everything that happens before there is a session. */
export const AuthFrame = ({ mark, title, body, children }: AuthFrameProps) => (
  <div className={`flex h-dvh flex-col overflow-y-auto bg-canvas ${tint}`}>
    <div className="flex justify-end gap-4 p-8">
      <LanguageSwitch />
      <ThemeButton />
    </div>
    <main className="mx-auto flex w-full max-w-400 flex-1 flex-col justify-center px-16 pb-64 tablet:px-0">
      <div className="rounded-16 bg-surface px-24 py-32 tablet:px-32 tablet:shadow-e2">
        <header className="mb-24 flex flex-col items-center text-center">
          {mark ?? <BrandMark size={48} />}
          <h1 className="mt-16 text-h1 text-balance text-text">{title}</h1>
          {body !== undefined && <p className="mt-4 text-ui font-400 text-pretty text-text-2">{body}</p>}
        </header>
        {children}
      </div>
    </main>
  </div>
)
