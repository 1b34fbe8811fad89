import type { NodeState, Result } from '@parley/protocol'
import type { Client } from '@parley/sdk/api'
import { RefreshCw } from 'lucide-react'
import { useFormat, useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { Button } from '../../ui'
import { orToast } from '../../ui/problem'
import { LoadedSection } from '../loaded-section'

const NodeLine = ({ node, alone }: { readonly node: NodeState; readonly alone: boolean }) => {
  const t = useT()
  const format = useFormat()
  const { host, version, roles, startedAt, self, connections, messagesPerSecond, mailsWaiting, mailsFailed } = node
  const load = [
    t('nodeConnections', { count: connections }),
    t('nodeMessages', { rate: format.number(Math.round(messagesPerSecond * 10) / 10) }),
    ...(mailsWaiting > 0 ? [t('mailWaiting', { count: mailsWaiting })] : []),
    ...(mailsFailed > 0 ? [t('mailFailed', { count: mailsFailed })] : []),
  ]
  return (
    <li className="flex min-h-56 flex-col justify-center gap-2 py-8 hairline-b">
      <span className="flex flex-wrap items-baseline gap-x-8">
        <bdi className="min-w-0 text-ui break-all text-text">{host}</bdi>
        <bdi className="text-meta text-text-2">{version}</bdi>
        {self && !alone && <span className="text-meta text-accent">{t('nodeSelf')}</span>}
      </span>
      <span className="text-meta text-text-2">{load.join(' · ')}</span>
      <span className="text-meta text-text-2">
        {t('nodeSince', { time: format.dateTime(startedAt) })} · <bdi dir="ltr">{roles.join(', ')}</bdi>
      </span>
    </li>
  )
}

interface NodeListProps {
  readonly held: Result<'admin.nodes'>
  readonly onLoaded: (now: Result<'admin.nodes'>) => void
}

const NodeList = ({ held: { nodes }, onLoaded }: NodeListProps) => {
  const t = useT()
  const client = useClient()
  const refresh = async () => {
    const now = await orToast(t, loadNodes(client))
    if (now) onLoaded(now)
  }
  return (
    <>
      <ul className="m-0 list-none p-0" aria-label={t('nodes')}>
        {nodes.map((node) => (
          <NodeLine key={node.id} node={node} alone={nodes.length === 1} />
        ))}
      </ul>
      <Button kind="ghost" size="small" className="mt-8" onClick={() => void refresh()}>
        <RefreshCw size={16} strokeWidth={1.75} aria-hidden />
        {t('refreshList')}
      </Button>
    </>
  )
}

const loadNodes = (client: Client) => client.call('admin.nodes', {})

/** The running nodes of the server. */
export const NodesSection = () => {
  const t = useT()
  return (
    <LoadedSection title={t('nodes')} body={t('nodesBody')} load={loadNodes}>
      {(held, onLoaded) => <NodeList held={held} onLoaded={onLoaded} />}
    </LoadedSection>
  )
}
