/**
 * Runs a callback whenever a person returns to this page, or its network does.
 * @returns a function that stops it
 */
export const onReturn = (run: () => void): (() => void) => {
  const whenVisible = () => document.visibilityState === 'visible' && run()
  document.addEventListener('visibilitychange', whenVisible)
  for (const event of ['focus', 'online']) window.addEventListener(event, run)
  return () => {
    document.removeEventListener('visibilitychange', whenVisible)
    for (const event of ['focus', 'online']) window.removeEventListener(event, run)
  }
}
