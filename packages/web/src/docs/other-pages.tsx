import { Link } from 'wouter'
import { useT } from '../i18n'
import { type Entry, type JsonSchema, type PushedEvent, useDocument } from './contract-document'
import { DocText, linkClass } from './doc-text'
import { ErrorTable } from './error-table'
import { useKnown } from './known'
import { LiveLog } from './live-log'
import { Shape } from './method-page'
import { CodeBlock, Part } from './part'
import { limitText } from './schema-text'
import { SignInLine } from './sign-in-line'

const Title = ({ children }: { readonly children: string }) => (
  <h1 className="font-mono text-h2 break-words text-text">{children}</h1>
)

const Doc = ({ children }: { readonly children: string }) => (
  <p className="mt-8 text-message text-pretty text-text-2">
    <DocText>{children}</DocText>
  </p>
)

/** The page of an event, with a live log that shows it. */
export const EventPage = ({ event }: { readonly event: PushedEvent }) => {
  const t = useT()
  const { me } = useKnown()
  const frame = { jsonrpc: '2.0', method: event.name, params: event.example }
  return (
    <>
      <Title>{event.name}</Title>
      <Doc>{event.description}</Doc>
      <p className="mt-8 text-small text-text-2">{t(event.ephemeral ? 'docsEphemeral' : 'docsReplayed')}</p>
      <Part title={t('docsCarries')}>
        <Shape label={t('docsCarries')} schema={event.params} empty={t('docsEmptyResult')} />
      </Part>
      <Part title={t('docsExample')}>
        <CodeBlock label={t('docsExampleLine')} text={JSON.stringify(frame)} />
      </Part>
      {!me && <SignInLine />}
      <LiveLog />
    </>
  )
}

const mentions = (entry: Entry, name: string): boolean => {
  const said = entry.kind === 'type' ? entry.schema : entry.kind === 'event' ? entry.event.params : entry.method
  return entry.name !== name && JSON.stringify(said).includes(`/${name}"`)
}

/** The page of a named type, with its uses. */
export const TypePage = ({ name, schema }: { readonly name: string; readonly schema: JsonSchema }) => {
  const t = useT()
  const { entries } = useDocument()
  const users = entries.filter((entry) => mentions(entry, name))
  return (
    <>
      <Title>{name}</Title>
      {schema.description !== undefined && <Doc>{schema.description}</Doc>}
      <Part title={t('docsFields')}>
        <Shape label={name} schema={schema} empty={t('docsEmptyResult')} />
        {schema.pattern !== undefined && (
          <p className="mt-8 font-mono text-meta [overflow-wrap:anywhere] text-text-3">{schema.pattern}</p>
        )}
      </Part>
      {users.length > 0 && (
        <Part title={t('docsUsedBy')}>
          <ul className="m-0 flex list-none flex-wrap gap-x-16 gap-y-4 p-0 font-mono text-small">
            {users.map((entry) => (
              <li key={entry.name}>
                <Link href={`/${entry.name}`} className={`${linkClass} inline-block min-h-24`}>
                  {entry.name}
                </Link>
              </li>
            ))}
          </ul>
        </Part>
      )}
    </>
  )
}

export const ErrorsPage = () => {
  const t = useT()
  const { openRpc } = useDocument()
  const common: readonly string[] = openRpc['x-common-errors']
  return (
    <>
      <h1 className="text-h2 text-text">{t('docsErrors')}</h1>
      <ErrorTable
        label={t('docsErrors')}
        errors={openRpc['x-errors'].filter(({ data }) => !common.includes(data.code))}
      />
      <Part title={t('docsCommonErrors')}>
        <ErrorTable
          label={t('docsCommonErrors')}
          errors={openRpc['x-errors'].filter(({ data }) => common.includes(data.code))}
        />
      </Part>
    </>
  )
}

interface ValueRow {
  readonly name: string
  readonly value: string
  readonly doc: string | undefined
}

export const ValueTable = ({ label, rows }: { readonly label: string; readonly rows: readonly ValueRow[] }) => {
  const t = useT()
  return (
    <table aria-label={label} className="w-full table-fixed border-collapse">
      <colgroup>
        <col className="w-[44%]" />
        <col />
      </colgroup>
      <thead className="sr-only">
        <tr>
          <th scope="col">{t('docsName')}</th>
          <th scope="col">{t('docsValue')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ name, value, doc }) => (
          <tr key={name} className="align-top hairline-t">
            <th scope="row" className="py-8 pe-12 text-start font-400">
              <code className="font-mono text-small font-600 break-words text-text">{name}</code>
            </th>
            <td className="py-8 text-small text-text-2">
              <span className="tabular text-text">{value}</span>
              {doc !== undefined && (
                <span className="block text-pretty">
                  <DocText>{doc}</DocText>
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** All limits and rates of the contract. */
export const LimitsPage = () => {
  const t = useT()
  const { openRpc } = useDocument()
  const limits = openRpc['x-limits'].map(({ name, value, description }) => ({
    ...{ name, value: limitText(name, Number(value)), doc: description },
  }))
  const rates = openRpc['x-rates'].map(({ name, value, description }) => ({
    ...{ name, value: value ? t('docsRate', value) : t('docsNoRate'), doc: description },
  }))
  return (
    <>
      <h1 className="mb-8 text-h2 text-text">{t('docsLimits')}</h1>
      <ValueTable label={t('docsLimits')} rows={limits} />
      <Part title={t('docsRates')}>
        <p className="mb-8 text-small text-text-2">{t('docsRatesBody')}</p>
        <ValueTable label={t('docsRates')} rows={rates} />
      </Part>
    </>
  )
}
