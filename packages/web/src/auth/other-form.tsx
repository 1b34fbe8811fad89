import type { ReactNode } from 'react'

/** The style of the link or button inside. */
export const otherFormLink = 'min-h-24 rounded-4 font-500 text-accent hover:underline'

/** The line under a form, with a link to another form if there is one. */
export const OtherForm = ({ question, children }: { readonly question: string; readonly children?: ReactNode }) => (
  <p className="mt-20 text-center text-small text-text-2">
    {question} {children}
  </p>
)
