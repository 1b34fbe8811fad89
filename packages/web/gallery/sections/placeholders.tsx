import { useEffect } from 'react'
import { useT } from '../../src/i18n'
import { failingLoads } from '../../src/lib/load-with-retry'
import { updateStore } from '../../src/lib/update-store'
import { ConnectionBanner } from '../../src/shell/connection-banner'
import { toast } from '../../src/ui'
import { LoadingPlaceholder, OverlayPlaceholder, PanePlaceholder } from '../../src/ui/loading-placeholder'
import { Toasts } from '../../src/ui/overlays'
import { Case, Cases, Stage } from '../frame'
import { WholeChat } from './panes'

const nothing = () => undefined

/** Panes whose code is loading. */
export const LoadingPanes = () => {
  const t = useT()
  return (
    <div className="bg-canvas p-16">
      <Cases columns={3}>
        <Case name="pane">
          <Stage className="h-[320px]">
            <PanePlaceholder title={t('settings')} />
          </Stage>
        </Case>
        <Case name="pane, with ways out">
          <Stage className="h-[320px]">
            <PanePlaceholder title={t('contents')} back={{ label: t('back'), onBack: nothing }} onClose={nothing} />
          </Stage>
        </Case>
        <Case name="part of a pane">
          <Stage>
            <LoadingPlaceholder />
          </Stage>
        </Case>
      </Cases>
    </div>
  )
}

/** A pane whose code fails to load. */
export const FailingPane = ({ outdated = false }: { readonly outdated?: boolean }) => {
  const t = useT()
  useEffect(() => {
    failingLoads.setState({ count: 1 })
    updateStore.setState({ ready: outdated })
    return () => {
      failingLoads.setState({ count: 0 })
      updateStore.setState({ ready: false })
    }
  }, [outdated])
  return (
    <div className="h-[640px] bg-canvas p-16">
      <Stage className="h-full">
        <PanePlaceholder title={t('settings')} onClose={nothing} />
      </Stage>
    </div>
  )
}

/** A dialog whose code is loading. */
export const LoadingOverlay = () => (
  <div className="h-[640px] bg-chat-bg">
    <OverlayPlaceholder onClose={nothing} />
  </div>
)

/** A newer build is ready. */
export const UpdateToast = () => {
  const t = useT()
  useEffect(() => toast(t('updateReady'), { action: { label: t('updateNow'), onSelect: nothing }, stays: true }), [t])
  return (
    <>
      <WholeChat />
      <Toasts />
    </>
  )
}

/** The banner over a chat without a network. */
export const OfflineLine = () => (
  <div className="relative">
    <ConnectionBanner at="start" />
    <WholeChat />
  </div>
)
