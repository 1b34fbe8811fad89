import type { ReactNode } from 'react'
import { useEffect, useRef, useState } from 'react'
import { useT } from '../../i18n'
import { useClient } from '../../lib/client'
import { Button, Dialog, toast } from '../../ui'
import { problemText } from '../../ui/problem'
import { type PreparedPicture, preparePicture } from '../prepare-picture'
import type { AvatarButtonProps } from './avatar-button'
import { AvatarCropper } from './avatar-cropper'
import { wholeCrop } from './crop'
import { cutOut } from './cut-out'

interface AvatarDialogProps extends Pick<AvatarButtonProps, 'hasPicture' | 'save'> {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly avatar: ReactNode
}

const useAvatar = ({ save, onClose }: AvatarDialogProps) => {
  const t = useT()
  const client = useClient()
  const [picture, setPicture] = useState<PreparedPicture>()
  const [crop, setCrop] = useState(wholeCrop)
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  useEffect(() => () => picture && URL.revokeObjectURL(picture.url), [picture])
  const choose = async (file: File | undefined) => {
    if (!file) return
    setProblem(undefined)
    const prepared = await preparePicture(file)
    if (typeof prepared === 'string') {
      const name = file.name.slice(0, 60)
      return setProblem(t(prepared === 'empty' ? 'pictureEmpty' : 'pictureUnsupported', { name }))
    }
    setCrop(wholeCrop)
    setPicture(prepared)
  }
  const run = async (done: string, act: () => Promise<unknown>) => {
    setBusy(true)
    setProblem(undefined)
    try {
      await act()
      toast(done)
      onClose()
    } catch (thrown) {
      setProblem(problemText(t, thrown))
    }
    setBusy(false)
  }
  return {
    ...{ picture, crop, setCrop, problem, busy, choose },
    remove: () => run(t('avatarRemoved'), () => save(null)),
    keep: (chosen: PreparedPicture) =>
      run(t('avatarSaved'), async () => save(await client.uploadAvatar(await cutOut(chosen, crop), chosen.name))),
  }
}

/** Selects a picture and a square of it, and sets it. Can also remove the current picture. */
export const AvatarDialog = (props: AvatarDialogProps) => {
  const { open, onClose, title, hasPicture, avatar } = props
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  const { picture, crop, setCrop, problem, busy, choose, remove, keep } = useAvatar(props)
  const chooseButton = (
    <Button kind={picture ? 'secondary' : 'primary'} disabled={busy} onClick={() => input.current?.click()}>
      {t(picture ? 'chooseOther' : 'choosePicture')}
    </Button>
  )
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={title}
      footer={
        <>
          {!picture && hasPicture && (
            <Button kind="dangerGhost" busy={busy} onClick={() => void remove()}>
              {t('removeAvatar')}
            </Button>
          )}
          {chooseButton}
          {picture && (
            <Button busy={busy} onClick={() => void keep(picture)}>
              {t('save')}
            </Button>
          )}
        </>
      }
    >
      {picture ? (
        <AvatarCropper picture={picture} crop={crop} onChange={setCrop} />
      ) : (
        <div className="grid justify-items-center gap-16 py-16">
          {avatar}
          <p className="text-center text-ui font-400 text-text-2">{t('avatarHint')}</p>
        </div>
      )}
      {problem !== undefined && (
        <p role="alert" className="mt-12 text-center text-small text-danger">
          {problem}
        </p>
      )}
      <input
        ref={input}
        type="file"
        accept="image/*"
        hidden
        tabIndex={-1}
        aria-hidden
        data-testid="avatar-file"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? []
          currentTarget.value = ''
          void choose(file)
        }}
      />
    </Dialog>
  )
}
