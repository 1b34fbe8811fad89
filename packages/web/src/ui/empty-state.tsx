import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

export interface EmptyStateProps {
  readonly icon: LucideIcon
  readonly title: string
  readonly body?: ReactNode
  /** One primary action. */
  readonly action?: ReactNode
  readonly children?: ReactNode
}

/** The placeholder for missing content. */
export const EmptyState = ({ icon: Icon, title, body, action, children }: EmptyStateProps) => (
  <div className="grid min-h-full place-items-center p-24">
    <div className="flex max-w-320 flex-col items-center text-center">
      <Icon size={96} strokeWidth={2} absoluteStrokeWidth aria-hidden className="mb-16 text-text-3" />
      <h2 className="text-h3 text-balance text-text">{title}</h2>
      {body !== undefined && <p className="mt-4 text-ui font-400 text-pretty text-text-2">{body}</p>}
      {action !== undefined && <div className="mt-20">{action}</div>}
      {children}
    </div>
  </div>
)
