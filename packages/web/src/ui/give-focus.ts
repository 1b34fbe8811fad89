let byKey = true
addEventListener('keydown', () => (byKey = true), { capture: true })
addEventListener('pointerdown', () => (byKey = false), { capture: true })

/** Whether the user pressed a key after the last click or touch. */
export const usesKeys = (): boolean => byKey

/**
 * Focuses an element. After a key press the focus is visible, whatever had it before. Without this, WebKit shows it
 * only if it was visible before.
 */
export const giveFocus = (element: HTMLElement | null | undefined, options?: FocusOptions): void =>
  element?.focus({ ...options, ...(byKey && { focusVisible: true }) })
