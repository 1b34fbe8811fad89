import { RotateCcw } from 'lucide-react'
import { useT } from '../i18n'
import type { OpenRpc } from './contract-document'
import { DocText } from './doc-text'
import { ReferenceTable } from './reference-table'

type ContractError = OpenRpc['x-errors'][number]

const Row = ({ error }: { readonly error: ContractError }) => {
  const t = useT()
  const { code, retry } = error.data
  return (
    <tr className="align-top hairline-t">
      <th scope="row" className="py-8 pe-12 text-start font-400">
        <a id={code} href={`#${code}`} className="scroll-mt-16 text-text no-underline hover:underline">
          <code className="font-mono text-small font-600 break-words">{code}</code>
        </a>
        <span className="tabular block text-meta text-text-3">
          {error.code} · HTTP {error['x-status']}
        </span>
      </th>
      <td className="py-8 text-small text-pretty text-text-2">
        <DocText>{error.message}</DocText>
        {retry && (
          <span className="mt-2 flex items-center gap-4 text-meta text-text-3">
            <RotateCcw size={12} strokeWidth={1.75} aria-hidden />
            {t('docsRetry')}
          </span>
        )}
      </td>
    </tr>
  )
}

interface ErrorTableProps {
  readonly label: string
  readonly errors: readonly ContractError[]
}

/** Errors with their numbers and meanings. */
export const ErrorTable = ({ label, errors }: ErrorTableProps) => {
  const t = useT()
  return (
    <ReferenceTable label={label} says={t('docsMeaning')}>
      {errors.map((error) => (
        <Row key={error.data.code} error={error} />
      ))}
    </ReferenceTable>
  )
}
