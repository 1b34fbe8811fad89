import { Fragment, type ReactNode } from 'react'
import { Link } from 'wouter'
import { type JsonSchema, nameOf } from './contract-document'
import { linkClass } from './doc-text'
import { boundsOf, choicesOf } from './schema-text'

const joined = (parts: readonly ReactNode[]) =>
  parts.map((part, at) => (
    // The choices have the order of the contract.
    <Fragment key={String(at)}>
      {at > 0 && <span className="text-text-3"> | </span>}
      {part}
    </Fragment>
  ))

const objectOf = (schema: JsonSchema): ReactNode => {
  const fields = Object.entries(schema.properties ?? {})
  if (fields.length === 0) return schema.additionalProperties ? mapOf(schema.additionalProperties) : '{}'
  return (
    <>
      {'{ '}
      {fields.map(([name, property], at) => (
        <Fragment key={name}>
          {at > 0 && '; '}
          {name}
          {schema.required?.includes(name) ? '' : '?'}: <TypeOf schema={property} />
        </Fragment>
      ))}
      {' }'}
    </>
  )
}

const mapOf = (values: JsonSchema | true) => (
  <>
    {'{ [key]: '}
    {values === true ? 'any' : <TypeOf schema={values} />}
    {' }'}
  </>
)

const kindOf = (schema: JsonSchema): ReactNode => {
  if (schema.$ref !== undefined)
    return (
      <Link href={`/${nameOf(schema.$ref)}`} className={linkClass}>
        {nameOf(schema.$ref)}
      </Link>
    )
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  const choices = choicesOf(schema)
  if (choices) return joined(choices.map((choice) => <TypeOf key={JSON.stringify(choice)} schema={choice} />))
  if (schema.type === 'array')
    return (
      <>
        {schema.items ? <TypeOf schema={schema.items} /> : 'any'}
        {'[]'}
      </>
    )
  if (schema.type === 'object') return objectOf(schema)
  return schema.type ?? 'any'
}

/** The type of a value in a few words, with its bounds. Named types link to their pages. */
export const TypeOf = ({ schema }: { readonly schema: JsonSchema }) => {
  const bounds = boundsOf(schema)
  return (
    <>
      {kindOf(schema)}
      {bounds.length > 0 && <span className="text-text-3">, {bounds.join(', ')}</span>}
    </>
  )
}
