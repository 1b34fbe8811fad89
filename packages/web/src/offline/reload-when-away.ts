/** The page must be hidden for this long. */
const awayMs = 60_000

interface ReloadWhenAwayOptions {
  readonly page: Pick<Document, 'visibilityState' | 'addEventListener'>
  /** Whether a reload would disturb the user. */
  readonly isBusy: () => boolean
  readonly reload: () => void
}

/** Reloads the page once it has been hidden for a minute, if nothing is lost. */
export const reloadWhenAway = ({ page, isBusy, reload }: ReloadWhenAwayOptions): void => {
  let timer: ReturnType<typeof setTimeout> | undefined
  const wait = () => {
    timer = setTimeout(() => (isBusy() ? wait() : reload()), awayMs)
  }
  const follow = () => {
    clearTimeout(timer)
    if (page.visibilityState === 'hidden') wait()
  }
  page.addEventListener('visibilitychange', follow)
  follow()
}
