import { useT } from '../i18n'
import { type JsonSchema, type Method, nameOf, useDocument } from './contract-document'
import { DocText } from './doc-text'
import { ErrorTable } from './error-table'
import { FieldTable, fieldsOf } from './field-table'
import { CodeBlock, Part } from './part'
import { curlOf, lineOf } from './requests'
import { TryIt } from './try-it'
import { TypeOf } from './type-of'

const who = { none: 'docsWhoNone', user: 'docsWhoUser', admin: 'docsWhoAdmin', service: 'docsWhoService' } as const

const factClass = 'rounded-full bg-hover px-12 py-4 text-meta text-text-2'

const Facts = ({ method }: { readonly method: Method }) => {
  const t = useT()
  const { openRpc } = useDocument()
  const rate = openRpc['x-rates'].find(({ name }) => name === method['x-rate'])?.value
  return (
    <ul className="m-0 mt-16 flex list-none flex-wrap gap-8 p-0">
      <li className={factClass}>
        {t(who[method['x-auth']], { scope: ('x-scope' in method && method['x-scope']) || '' })}
      </li>
      <li className={factClass}>{rate ? t('docsRate', rate) : t('docsNoRate')}</li>
      {'x-connection-only' in method && <li className={factClass}>{t('docsConnectionOnly')}</li>}
      {'x-final' in method && (
        <li className="rounded-full bg-warning-bg px-12 py-4 text-meta text-warning-on-bg">{t('docsFinal')}</li>
      )}
    </ul>
  )
}

/** The structure of a value: its fields, or the name of its type. */
export const Shape = ({ label, schema, empty }: { label: string; schema: JsonSchema; empty: string }) => {
  const fields = fieldsOf(schema)
  if (fields.length > 0) return <FieldTable label={label} fields={fields} />
  if (schema.type === 'object') return <p className="text-small text-text-2">{empty}</p>
  return (
    <p className="font-mono text-small text-text-2">
      <TypeOf schema={schema} />
    </p>
  )
}

const Examples = ({ method }: { readonly method: Method }) => {
  const t = useT()
  const [example] = method.examples
  const params = Object.fromEntries(example?.params.map(({ name, value }) => [name, value]) ?? [])
  const call = { method: method.name, params, signedIn: method['x-auth'] !== 'none' }
  return (
    <Part title={t('docsExamples')}>
      {!('x-connection-only' in method) && (
        <CodeBlock label={t('docsExampleHttp')} text={curlOf(call, location.origin)} />
      )}
      <CodeBlock label={t('docsExampleLine')} text={lineOf(call)} />
      <CodeBlock label={t('docsExampleResult')} text={JSON.stringify(example?.result.value, undefined, 2)} />
    </Part>
  )
}

const Errors = ({ method }: { readonly method: Method }) => {
  const t = useT()
  const { openRpc } = useDocument()
  const common: readonly string[] = openRpc['x-common-errors']
  const named = new Set(method.errors.map(({ $ref }) => nameOf($ref)))
  const all = openRpc['x-errors'].filter(({ data }) => named.has(data.code))
  const own = all.filter(({ data }) => !common.includes(data.code))
  return (
    <Part title={t('docsErrors')}>
      {own.length > 0 && <ErrorTable label={t('docsOwnErrors')} errors={own} />}
      <details className="mt-8">
        <summary className="inline-block min-h-24 text-small font-500 text-accent">{t('docsCommonErrors')}</summary>
        <ErrorTable label={t('docsCommonErrors')} errors={all.filter(({ data }) => common.includes(data.code))} />
      </details>
    </Part>
  )
}

/** The page of a method, with a form for trying it out. */
export const MethodPage = ({ method }: { readonly method: Method }) => {
  const t = useT()
  const fields = method.params.map(({ name, required, schema }) => ({ name, required, schema }))
  return (
    <>
      <h1 className="font-mono text-h2 break-words text-text">{method.name}</h1>
      {method.description.split('\n\n').map((paragraph) => (
        <p key={paragraph} className="mt-8 text-message text-pretty break-words text-text-2">
          <DocText>{paragraph}</DocText>
        </p>
      ))}
      <Facts method={method} />
      <Part title={t('docsParams')}>
        {fields.length > 0 ? (
          <FieldTable label={t('docsParams')} fields={fields} />
        ) : (
          <p className="text-small text-text-2">{t('docsNoParams')}</p>
        )}
      </Part>
      <Part title={t('docsResult')}>
        <Shape label={t('docsResult')} schema={method.result.schema} empty={t('docsEmptyResult')} />
      </Part>
      <TryIt key={method.name} method={method} />
      <Errors method={method} />
      <Examples method={method} />
    </>
  )
}
