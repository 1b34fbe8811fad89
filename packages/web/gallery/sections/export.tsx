import { ExportDialog } from '../../src/settings/export/export-dialog'
import { ExportState } from '../../src/settings/export/export-section'
import { Case, Cases } from '../frame'

const nothing = () => undefined
const at = Date.UTC(2026, 10, 30, 12)

/** The states of a copy of the user's data. */
export const Export = () => (
  <div className="bg-surface p-16">
    <Cases>
      <Case name="being built">
        <ExportState own={{ state: 'building', requestedAt: at, progress: { done: 12, total: 30 } }} />
      </Case>
      <Case name="ready">
        <ExportState own={{ state: 'ready', requestedAt: at, size: 48_000_000, expiresAt: at + 7 * 86_400_000 }} />
      </Case>
      <Case name="failed">
        <ExportState own={{ state: 'failed', requestedAt: at }} />
      </Case>
    </Cases>
  </div>
)

/** The password before the request. */
export const OpenExport = () => <ExportDialog what="request" open onClose={nothing} onRequested={nothing} />
