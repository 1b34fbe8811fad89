/** The click event follows the lifting of a finger within this time. */
const releaseMs = 100

let held = false

/**
 * Call when a long press opens a menu or a dialog, while the finger is still down. Lifting it must not count as a click
 * outside the menu.
 */
export const holdMenu = (): void => {
  held = true
  const released = (event: Event) => {
    // Lifting it must not click an item of the menu under the finger either.
    if (event.cancelable) event.preventDefault()
    for (const type of ['touchend', 'touchcancel']) removeEventListener(type, released, true)
    setTimeout(() => {
      held = false
    }, releaseMs)
  }
  for (const type of ['touchend', 'touchcancel']) addEventListener(type, released, true)
}

/** Whether the finger that opened the menu is still down. */
export const isMenuHeld = (): boolean => held
