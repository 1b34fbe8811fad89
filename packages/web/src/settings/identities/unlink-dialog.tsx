import type { Identity, OwnIdentities } from '@parley/protocol'
import { type FormEvent, useId } from 'react'
import { useT } from '../../i18n'
import { isolated } from '../../i18n/isolated'
import { useClient } from '../../lib/client'
import { Button, Dialog, toast } from '../../ui'
import { problemText } from '../../ui/problem'
import { useSending } from '../../ui/use-sending'
import { OwnerField } from '../owner/owner-field'
import { ownerStore } from '../owner/owner-store'
import { useOwner } from '../owner/use-owner'

interface UnlinkDialogProps {
  readonly identity: Identity
  readonly open: boolean
  readonly onClose: () => void
  readonly onOwn: (own: OwnIdentities) => void
}

/** Removes a link, which takes a confirmation of the owner. */
export const UnlinkDialog = ({ identity, open, onClose, onOwn }: UnlinkDialogProps) => {
  const t = useT()
  const id = useId()
  const client = useClient()
  const owner = useOwner(`unlink ${identity.id}`)
  const { problem, setProblem, busy, submit } = useSending(
    async () => {
      onOwn(await client.call('accounts.unlinkIdentity', { id: identity.id, password: owner.given }))
      toast(t('unlinked'))
      ownerStore.getState().reload()
    },
    (words, thrown) => owner.refused(thrown) ?? problemText(words, thrown),
  )
  const remove = (event: FormEvent) => {
    event.preventDefault()
    if (owner.missing !== undefined) setProblem(owner.missing)
    else submit()
  }
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('unlinkTitle', { name: isolated(identity.title) })}
      description={t('unlinkBody')}
      footer={
        <>
          <Button kind="secondary" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button kind="danger" type="submit" form={id} busy={busy}>
            {t('unlink')}
          </Button>
        </>
      }
    >
      <form id={id} noValidate onSubmit={remove} className="flex flex-col gap-16">
        <OwnerField owner={owner} error={problem} onType={() => setProblem(undefined)} />
      </form>
    </Dialog>
  )
}
