import { useEffect, useState } from 'react'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { Segments } from '../ui/segments'
import { isLocalLink, linkAt } from './local-link'
import { networkOrigins } from './network-origins'

const isHere = isLocalLink(location.origin)

export interface LinkOrigin {
  /** Addresses of the server that others can open. Empty if none is known. */
  readonly origins: readonly string[]
  /** The chosen address. If undefined, the link stays as the server created it. */
  readonly chosen: string | undefined
  readonly choose: (origin: string) => void
  /** A link at the chosen address. */
  readonly of: (url: string) => string
}

/** The address for links to share. On a page under `localhost`, administrators get the addresses of the network. */
export const useLinkOrigin = (): LinkOrigin => {
  const client = useClient()
  const asks = useSelector(({ me }) => isHere && me?.admin === true)
  const [origins, setOrigins] = useState<readonly string[]>([])
  const [chosen, choose] = useState<string>()
  useEffect(() => {
    if (!asks) return
    // If none is known, the warning stays.
    void networkOrigins(client).then((known) => {
      setOrigins(known)
      choose(known[0])
    })
  }, [asks, client])
  const of = (url: string) => (chosen !== undefined && isLocalLink(url) ? linkAt(url, chosen) : url)
  return { origins, chosen, choose, of }
}

const hostOf = (origin: string): string => new URL(origin).host

interface LinkOriginNoteProps {
  readonly origin: LinkOrigin
  /** A link as the server created it. Undefined if there is none. */
  readonly url: string | undefined
}

/** Shows that a link works only on this computer, and offers the addresses that others can open. */
export const LinkOriginNote = ({ origin: { origins, chosen = '', choose }, url }: LinkOriginNoteProps) => {
  const t = useT()
  const isAdmin = useSelector(({ me }) => me?.admin === true)
  if (url === undefined || !isLocalLink(url)) return null
  const own = new URL(url).origin
  const onlyHere = chosen === '' || chosen === own
  return (
    <div className="mb-12 flex flex-col gap-8">
      {onlyHere && (
        <p role="note" className="rounded-8 bg-warning-bg px-12 py-8 text-small text-warning-on-bg">
          <strong className="block font-600">{t('linkOnlyHere')}</strong>
          {origins.length === 0 && t(isAdmin ? 'linkOnlyHereAdmin' : 'linkOnlyHereOthers')}
        </p>
      )}
      {origins.length > 0 && (
        <>
          <Segments
            label={t('linkAddress')}
            value={chosen}
            options={[...origins, own].map((value) => ({ value, label: hostOf(value) }))}
            onChange={choose}
          />
          {!onlyHere && <p className="text-meta text-text-2">{t('linkOnNetwork')}</p>}
        </>
      )}
    </div>
  )
}
