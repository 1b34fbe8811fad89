import { Skeleton } from '../ui'
import styles from './chat-pane.module.css'
import type { ChatLayout } from './pane-contexts'

const widths = [220, 320, 180, 260, 380, 140, 300]

/** Grey placeholders for messages. They appear only when loading takes a moment. */
export const ChatSkeleton = ({ layout }: { readonly layout: ChatLayout }) => (
  <div className={styles.skeleton} data-layout={layout} data-testid="chat-skeleton">
    {widths.map((width, at) => (
      <div key={width} className={styles.skeletonRow} data-own={(layout === 'bubbles' && at % 3 === 2) || undefined}>
        {layout === 'flat' && <Skeleton round className="size-36" />}
        <div style={{ width: `min(${width}px, 70%)`, height: layout === 'flat' ? 40 : 38 }}>
          <Skeleton className={styles.skeletonBubble ?? ''} />
        </div>
      </div>
    ))}
  </div>
)
