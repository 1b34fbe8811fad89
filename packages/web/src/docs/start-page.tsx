import { useT } from '../i18n'
import { useDocument } from './contract-document'
import { DocText, linkClass } from './doc-text'
import { useKnown } from './known'
import { LiveLog } from './live-log'
import { ValueTable } from './other-pages'
import { CodeBlock, Part } from './part'
import { curlOf, lineOf } from './requests'
import { SignInLine } from './sign-in-line'
import { tcpAddressOf } from './tcp-address'

const policy = { method: 'accounts.policy', params: {}, signedIn: false } as const
const body = 'mb-8 text-small text-pretty text-text-2'

/** The transports, how to sign in, and links to everything else. */
export const StartPage = () => {
  const t = useT()
  const { openRpc } = useDocument()
  const { me } = useKnown()
  const tcp = tcpAddressOf(openRpc)
  const codes = Object.entries(openRpc['x-close-codes']).map(([name, code]) => ({
    ...{ name, value: String(code), doc: undefined },
  }))
  return (
    <>
      <h1 className="text-h2 text-text">{t('docsStart')}</h1>
      <p className="mt-8 mb-16 text-message text-pretty text-text-2">{t('apiDocsBody')}</p>
      {!me && <SignInLine />}
      <Part title={t('docsHttp')}>
        <p className={body}>{t('docsIntroHttp')}</p>
        <CodeBlock label={t('docsExampleHttp')} text={curlOf(policy, location.origin)} />
      </Part>
      <Part title={t('docsSocket')}>
        <p className={body}>{t('docsIntroSocket')}</p>
        <CodeBlock label={`${location.origin.replace(/^http/, 'ws')}/ws`} text={lineOf(policy)} />
      </Part>
      {tcp && (
        <Part title="TCP">
          <p className={body}>
            {t('docsIntroTcp')} {tcp.reach === 'machine' && t('docsTcpHere')}
          </p>
          <CodeBlock label={tcp.url} text={lineOf(policy)} />
        </Part>
      )}
      <Part title={t('docsIntroSignIn')}>
        <p className={body}>
          <DocText>{t('docsIntroSignInBody')}</DocText>
        </p>
      </Part>
      <LiveLog />
      <Part title={t('docsCloseCodes')}>
        <p className={body}>{t('docsCloseCodesBody')}</p>
        <ValueTable label={t('docsCloseCodes')} rows={codes} />
      </Part>
      <Part title={t('docsIntroDocuments')}>
        <p className={body}>
          {t('docsIntroDocumentsBody')}{' '}
          <a href="/openapi.json" className={linkClass}>
            OpenAPI
          </a>{' '}
          <a href="/openrpc.json" className={linkClass}>
            OpenRPC
          </a>{' '}
          <a href="/asyncapi.json" className={linkClass}>
            AsyncAPI
          </a>
        </p>
      </Part>
    </>
  )
}
