import type { ReactNode } from 'react'
import { useT } from '../i18n'

interface ReferenceTableProps {
  readonly label: string
  /** What the second column says of each name. */
  readonly says: string
  readonly children: readonly ReactNode[]
}

/** Names, and what is to be said of each; every child is a row. */
export const ReferenceTable = ({ label, says, children }: ReferenceTableProps) => {
  const t = useT()
  return (
    <table aria-label={label} className="w-full table-fixed border-collapse">
      <colgroup>
        <col className="w-[36%]" />
        <col />
      </colgroup>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t('docsName')}</th>
          <th scope="col">{says}</th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  )
}
