import { TriangleAlert } from 'lucide-react'
import { Component, type ReactNode } from 'react'
import { useT } from '../i18n'
import { updateStore } from '../lib/update-store'
import { Button, EmptyState } from '../ui'

const Failed = ({ onRetry }: { readonly onRetry: () => void }) => {
  const t = useT()
  return (
    <EmptyState
      icon={TriangleAlert}
      title={t('paneFailedTitle')}
      body={t('paneFailedBody')}
      action={
        <div className="flex flex-wrap justify-center gap-8">
          <Button onClick={onRetry}>{t('retry')}</Button>
          <Button kind="secondary" onClick={() => updateStore.getState().reload()}>
            {t('reload')}
          </Button>
        </div>
      }
    />
  )
}

interface PaneBoundaryProps {
  readonly children: ReactNode
}

/** Confines a failure to its pane, while the rest of the page keeps working. */
export class PaneBoundary extends Component<PaneBoundaryProps, { failed: boolean }> {
  override state = { failed: false }

  static getDerivedStateFromError() {
    return { failed: true }
  }

  override render() {
    if (this.state.failed) return <Failed onRetry={() => this.setState({ failed: false })} />
    return this.props.children
  }
}
