import type { ReactNode } from 'react'

/** One state of a component, with its name above. */
export const Case = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="min-w-0">
    <div className="pb-4 font-mono text-caption text-text-3">{name}</div>
    {children}
  </div>
)

interface CasesProps {
  readonly columns?: 1 | 2 | 3
  readonly children: ReactNode
}

const grids = { 1: '', 2: 'desktop:grid-cols-2', 3: 'tablet:grid-cols-2 desktop:grid-cols-3' } as const

/** Several states, side by side where there is space. */
export const Cases = ({ columns = 1, children }: CasesProps) => (
  <div className={`grid grid-cols-1 gap-16 ${grids[columns]}`}>{children}</div>
)

/** A surface under a part of the shell. */
export const Stage = ({ children, className = '' }: { readonly children: ReactNode; readonly className?: string }) => (
  <div className={`overflow-hidden rounded-12 bg-surface shadow-[inset_0_0_0_1px_var(--color-border)] ${className}`}>
    {children}
  </div>
)
