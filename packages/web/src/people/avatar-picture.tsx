import type { MediaId } from '@parley/protocol'
import { useState } from 'react'
import { useClient } from '../lib/client'
import { urlFor, useMedia } from '../media/use-media'

/** The picture over the initials of an avatar. The initials stay until it has loaded. */
export const AvatarPicture = ({ id, px }: { readonly id: MediaId; readonly px: number }) => {
  const client = useClient()
  const source = useMedia(id)
  const found = source && urlFor(source, px)
  // Kept while it is shown, since another address of the same picture would load it again.
  const [first, setFirst] = useState<string>()
  const [broken, setBroken] = useState<string>()
  if (found && (first === undefined || first === broken) && found !== first) setFirst(found)
  if (!first || first === broken) return null
  return (
    <img
      src={first}
      alt=""
      draggable={false}
      decoding="async"
      className="absolute inset-0 size-full rounded-full object-cover"
      onError={() => {
        setBroken(first)
        client.mediaFailed(id)
      }}
    />
  )
}
