import { CircleAlert } from 'lucide-react'

/** An error about a form as a whole. */
export const FormProblem = ({ children }: { readonly children: string | undefined }) =>
  children === undefined ? null : (
    <p role="alert" className="flex items-start gap-8 rounded-8 bg-danger-bg px-12 py-8 text-small text-danger-on-bg">
      <CircleAlert size={18} strokeWidth={1.75} aria-hidden className="shrink-0" />
      {children}
    </p>
  )
