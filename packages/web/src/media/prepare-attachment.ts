import type { NewFile, NewImage, NewVideo } from '@parley/sdk/api'
import { fileKind } from './file-kind'
import { preparePicture } from './prepare-picture'
import { prepareVideo } from './prepare-video'

/**
 * The picture or video that a file can be sent as. Undefined for other files, including pictures that this browser
 * can't decode.
 */
export const prepareAttachment = async (file: NewFile): Promise<NewImage | NewVideo | undefined> => {
  const { bytes, name } = file
  const kind = fileKind({ name, mime: bytes.type })
  if (kind === 'video') return prepareVideo(file)
  if (kind !== 'picture' && !bytes.type.startsWith('image/')) return undefined
  const picture = await preparePicture(new File([bytes], name, { type: bytes.type }))
  if (typeof picture === 'string') return undefined
  const { url, ...rest } = picture
  URL.revokeObjectURL(url)
  return { type: 'image', ...rest }
}
