import type { ReactNode } from 'react'

interface SettingsSectionProps {
  readonly title: string
  /** A count beside the title. */
  readonly badge?: ReactNode
  readonly body?: string
  readonly children: ReactNode
}

/** A section of a settings page with a title. */
export const SettingsSection = ({ title, badge, body, children }: SettingsSectionProps) => (
  <section className="py-20 hairline-t">
    <div className="flex items-center gap-8">
      <h2 className="text-title text-text">{title}</h2>
      {badge}
    </div>
    {body !== undefined && <p className="mt-2 text-small text-pretty text-text-2">{body}</p>}
    <div className="mt-16">{children}</div>
  </section>
)
