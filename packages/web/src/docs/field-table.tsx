import { useT } from '../i18n'
import { type JsonSchema, nameOf, useDocument } from './contract-document'
import { DocText } from './doc-text'
import { ReferenceTable } from './reference-table'
import { TypeOf } from './type-of'

export interface Field {
  readonly name: string
  readonly required: boolean
  readonly schema: JsonSchema
}

/** The fields of an object. */
export const fieldsOf = (schema: JsonSchema): readonly Field[] =>
  Object.entries(schema.properties ?? {}).map(([name, property]) => ({
    ...{ name, schema: property },
    required: schema.required?.includes(name) ?? false,
  }))

const useDoc = (schema: JsonSchema): string | undefined => {
  const { openRpc } = useDocument()
  if (schema.description !== undefined) return schema.description
  if (schema.$ref === undefined) return undefined
  return openRpc.components.schemas[nameOf(schema.$ref)]?.description
}

const Row = ({ field: { name, required, schema } }: { readonly field: Field }) => {
  const t = useT()
  const doc = useDoc(schema)
  return (
    <tr className="align-top hairline-t">
      <th scope="row" className="py-8 pe-12 text-start font-400">
        <code className="font-mono text-small font-600 break-words text-text">{name}</code>
        {!required && <span className="ms-6 text-meta text-text-3">{t('docsOptional')}</span>}
      </th>
      <td className="py-8">
        <p className="font-mono text-meta leading-[18px] [overflow-wrap:anywhere] text-text-2">
          <TypeOf schema={schema} />
        </p>
        {doc !== undefined && (
          <p className="mt-2 text-small text-pretty text-text-2">
            <DocText>{doc}</DocText>
          </p>
        )}
      </td>
    </tr>
  )
}

interface FieldTableProps {
  readonly label: string
  readonly fields: readonly Field[]
}

/** Fields with their types, bounds and meanings. */
export const FieldTable = ({ label, fields }: FieldTableProps) => {
  const t = useT()
  return (
    <ReferenceTable label={label} says={t('docsType')}>
      {fields.map((field) => (
        <Row key={field.name} field={field} />
      ))}
    </ReferenceTable>
  )
}
