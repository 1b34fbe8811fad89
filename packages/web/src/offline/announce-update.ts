import { languageStore } from '../i18n/language'
import { client } from '../lib/client'
import { updateStore } from '../lib/update-store'
import { isOverlayOpen } from '../navigation/overlay-open'
import { toast } from '../ui'
import { isBusy, wouldDiscard } from './busy'
import { reloadWhenAway } from './reload-when-away'

const pageState = {
  client,
  page: {
    fields: () => [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('textarea,input')],
    overlayOpen: () => isOverlayOpen(':not([data-placeholder])'),
  },
}

const reload = () => location.reload()

/** Reloads the page. Requests confirmation if that would discard something. */
const confirmReload = (): void => {
  const { t } = languageStore.getState()
  if (wouldDiscard(pageState))
    toast(t('updateDiscards'), { action: { label: t('updateAnyway'), onSelect: reload }, stays: true })
  else reload()
}

/** Shows that a newer build is ready. Loads it when the user clicks the button, or is away and loses nothing. */
export const announceUpdate = (): void => {
  updateStore.setState({ reload: confirmReload })
  updateStore.subscribe(({ ready }) => {
    if (!ready) return
    const { t } = languageStore.getState()
    toast(t('updateReady'), { action: { label: t('updateNow'), onSelect: confirmReload }, stays: true })
    reloadWhenAway({ page: document, isBusy: () => isBusy(pageState), reload })
  })
}
