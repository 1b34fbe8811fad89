import { type ReactNode, useId } from 'react'

/** A list of people with a heading. */
export const Section = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => {
  const id = useId()
  return (
    <section aria-labelledby={id} className="pb-8">
      <h2 id={id} className="tabular px-12 pt-8 pb-4 text-meta font-500 text-text-3">
        {title}
      </h2>
      <ul className="m-0 list-none p-0">{children}</ul>
    </section>
  )
}
