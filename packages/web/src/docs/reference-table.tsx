import type { ReactNode } from 'react'
import { useT } from '../i18n'

interface ReferenceTableProps {
  readonly label: string
  /** The heading of the second column, which describes the names. */
  readonly says: string
  readonly children: readonly ReactNode[]
}

/** A table of names and descriptions. Every child is a row. */
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
