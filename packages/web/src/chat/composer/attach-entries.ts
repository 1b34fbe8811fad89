import type { ContactBody, LocationBody } from '@parley/protocol'
import { Camera, FileText, ImageIcon, type LucideIcon, MapPin, UserRound } from 'lucide-react'
import { openDialog } from '../../dialogs/dialog-store'
import { composerKeys } from './composer-keys'

/** What can be chosen. */
export type Choosing = 'visuals' | 'files' | 'camera'

/** What an entry can use. */
export interface Attaching {
  /** Lets the person choose files of this device, or take a picture. */
  readonly choose: (what: Choosing) => void
  readonly onSend: (body: LocationBody | ContactBody) => void
}

export interface AttachEntry {
  readonly icon: LucideIcon
  readonly label: 'photosAndVideos' | 'camera' | 'anyFile' | 'location' | 'contact'
  /** As `pressed` writes it. */
  readonly keys?: string | undefined
  /** Only where fingers touch the screen: there are cameras on its back. */
  readonly touch?: true
  readonly run: (attaching: Attaching) => void
}

/** Everything that can be sent besides text, in the order of the menu. */
export const attachEntries: readonly AttachEntry[] = [
  { icon: ImageIcon, label: 'photosAndVideos', run: ({ choose }) => choose('visuals') },
  { icon: Camera, label: 'camera', touch: true, run: ({ choose }) => choose('camera') },
  {
    icon: FileText,
    label: 'anyFile',
    keys: composerKeys('send').find(({ does }) => does === 'attach-files')?.keys,
    run: ({ choose }) => choose('files'),
  },
  { icon: MapPin, label: 'location', run: ({ onSend }) => openDialog({ name: 'sendLocation', onSend }) },
  { icon: UserRound, label: 'contact', run: ({ onSend }) => openDialog({ name: 'sendContact', onSend }) },
]
