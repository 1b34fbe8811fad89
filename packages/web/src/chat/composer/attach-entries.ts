import type { WrittenBody } from '@parley/sdk/store/store'
import { Camera, FileText, ImageIcon, type LucideIcon, MapPin, UserRound } from 'lucide-react'
import { openDialog } from '../../dialogs/dialog-store'
import { composerKeys } from './composer-keys'

/** The options of the chooser. */
export type Choosing = 'visuals' | 'files' | 'camera'

/** The functions that an entry can call. */
export interface Attaching {
  /** Opens the chooser for files of this device, or the camera. */
  readonly choose: (what: Choosing) => void
  readonly onSend: (body: WrittenBody) => void
}

export interface AttachEntry {
  readonly icon: LucideIcon
  readonly label: 'photosAndVideos' | 'camera' | 'anyFile' | 'location' | 'contact'
  /** In the format of `pressed`. */
  readonly keys?: string | undefined
  /** Only on touch screens, since these devices have a rear camera. */
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
