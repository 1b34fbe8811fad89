import { agreedPart } from './agreed-picture'
import { sentName } from './file-name'
import { redrawPicture } from './redraw-picture'

/** A picture that can be sent unchanged. */
export interface PreparedPicture {
  readonly bytes: Blob
  readonly name: string
  readonly width: number
  readonly height: number
  /** Its address, until it is revoked. */
  readonly url: string
}

/** Why a file can't be sent. */
export type Unfit = 'empty' | 'unsupported'

/**
 * Prepares a file for sending as a picture, so that recipients see the same as the preview. A file that the server and
 * browsers draw alike stays unchanged. Others are redrawn as this browser shows them.
 * @returns the reason if it can't be sent as a picture, in particular because this browser doesn't draw it as a whole
 */
export const preparePicture = async (file: File): Promise<PreparedPicture | Unfit> => {
  if (file.size === 0) return 'empty'
  // Fails for truncated files, which an image element would draw in part.
  const picture = await createImageBitmap(file).catch(() => undefined)
  if (!picture) return 'unsupported'
  const { width, height } = picture
  const name = sentName(file.name) || 'picture'
  const agreed = await agreedPart(file)
  const redrawn = agreed ? undefined : await redrawPicture(picture, file.type)
  picture.close()
  if (agreed) return { width, height, bytes: agreed, name, url: URL.createObjectURL(agreed) }
  if (!redrawn) return 'unsupported'
  const { ending, ...made } = redrawn
  return { ...made, name: `${name.replace(/\.\w{1,5}$/, '')}.${ending}`, url: URL.createObjectURL(made.bytes) }
}
