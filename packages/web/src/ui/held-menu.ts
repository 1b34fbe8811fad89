/** The click that lifting a finger makes comes this soon after it. */
const releaseMs = 100

let held = false

/** A finger that still rests on the screen opens a menu or a dialog: lifting it is not a press beside that menu. */
export const holdMenu = (): void => {
  held = true
  const released = (event: Event) => {
    // Nor one on what the menu put under the finger.
    if (event.cancelable) event.preventDefault()
    for (const type of ['touchend', 'touchcancel']) removeEventListener(type, released, true)
    setTimeout(() => {
      held = false
    }, releaseMs)
  }
  for (const type of ['touchend', 'touchcancel']) addEventListener(type, released, true)
}

/** Whether the finger that opened the menu is still there. */
export const isMenuHeld = (): boolean => held
