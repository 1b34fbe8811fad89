import type { ReactNode } from 'react'

/** The look of the link or button inside. */
export const elsewhereLink = 'min-h-24 rounded-4 font-500 text-accent hover:underline'

/** The line under a form that leads to the other one. */
export const Elsewhere = ({ question, children }: { readonly question: string; readonly children: ReactNode }) => (
  <p className="mt-20 text-center text-small text-text-2">
    {question} {children}
  </p>
)
