import { toast } from '../ui'
import type { ActionContext } from '../ui/action-context'
import { copyToClipboard } from '../ui/copy-to-clipboard'
import { linkToShare } from './link-to-share'

/** Copies the link to a page of the client, given its path, and shows for whom it works. */
export const copyLinkTo = async (path: string, { t, client }: ActionContext): Promise<void> => {
  const { url, words } = await linkToShare(location.origin + path, client)
  if (await copyToClipboard(url)) toast(t(words))
  else toast(t('copyRefused'), { kind: 'danger' })
}
