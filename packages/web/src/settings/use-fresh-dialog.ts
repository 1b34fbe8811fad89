import { useState } from 'react'

/** The state of a dialog that is recreated each time it opens. */
export const useFreshDialog = () => {
  const [opening, setOpening] = useState(0)
  const [open, setOpen] = useState(false)
  return {
    open,
    /** The key of the dialog. 0 before it first opens. */
    opening,
    onOpen: () => {
      setOpening(opening + 1)
      setOpen(true)
    },
    onClose: () => setOpen(false),
  }
}
