import type { ChatId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { Plus } from 'lucide-react'
import { type KeyboardEvent, useRef } from 'react'
import { useT } from '../i18n'
import { useClient, useSelector } from '../lib/client'
import { isComposing } from '../navigation/pressed'
import { enterChoice } from '../theme/appearance'
import { Button, Dialog } from '../ui'
import { SwitchRow } from '../ui/switch-row'
import { useFittingHeight } from '../ui/use-fitting-height'
import { closeSheet } from './attached'
import type { Attachments } from './attached-store'
import { chooseHow, detach, pick } from './attaching'
import styles from './send-sheet.module.css'
import { SheetRows } from './sheet-rows'

export interface SendSheetProps {
  readonly chatId: ChatId
  readonly chatName: string
  readonly attachments: Attachments
  readonly open: boolean
  /** The text of the composer, which is the caption. */
  readonly text: string
  readonly onText: (text: string) => void
  /** Saves the text if necessary. */
  readonly onLeave: () => void
  readonly canSend: boolean
  readonly onSend: () => void
}

/** Adds more files from inside the sheet. */
const AddMore = ({ chatId }: { readonly chatId: ChatId }) => {
  const t = useT()
  const client = useClient()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <Button kind="ghost" onClick={() => input.current?.click()}>
        <Plus size={18} strokeWidth={1.75} aria-hidden />
        {t('addFiles')}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        tabIndex={-1}
        aria-hidden
        data-testid="attach-more"
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])]
          currentTarget.value = ''
          void pick({ t, client, chatId }, files)
        }}
      />
    </>
  )
}

const How = ({ chatId, attachments }: Pick<SendSheetProps, 'chatId' | 'attachments'>) => {
  const t = useT()
  const client = useClient()
  const { items, asFiles, asAlbum } = attachments
  const visuals = items.filter(({ visual }) => visual).length
  if (visuals === 0) return null
  return (
    <div className={styles.how}>
      {visuals >= limits.albumMin && (
        <SwitchRow
          label={t('sendAsAlbum')}
          checked={asAlbum && !asFiles}
          disabled={asFiles}
          onChange={(on) => chooseHow(client, chatId, { asAlbum: on })}
        />
      )}
      <SwitchRow
        label={t('sendAsFiles')}
        hint={t('sendAsFilesHint')}
        checked={asFiles}
        onChange={(on) => chooseHow(client, chatId, { asFiles: on })}
      />
    </div>
  )
}

/** Everything about chosen files before they are sent: their order, their form and their caption. */
export const SendSheet = (props: SendSheetProps) => {
  const { chatId, chatName, attachments, open, text, onText, onLeave, canSend, onSend } = props
  const t = useT()
  const client = useClient()
  const caption = useRef<HTMLTextAreaElement>(null)
  useFittingHeight(caption)
  const most = useSelector(({ fileBytes }) => fileBytes)
  const send = () => {
    if (!canSend) return
    onSend()
    closeSheet()
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || isComposing(event.nativeEvent)) return
    const touch = matchMedia('(pointer: coarse)').matches
    if (!(event.ctrlKey || event.metaKey) && (touch || enterChoice() !== 'send')) return
    event.preventDefault()
    send()
  }
  const tooLong = [...text].length > limits.captionMaxChars
  return (
    <Dialog
      open={open}
      onClose={() => {
        onLeave()
        closeSheet()
      }}
      title={t('sendTo', { name: chatName })}
      width={560}
      initialFocus={caption}
      footer={
        <>
          <Button kind="ghost" onClick={() => detach(client, chatId)}>
            {t('removeAll')}
          </Button>
          <Button disabled={!canSend} onClick={send}>
            {t('send')}
          </Button>
        </>
      }
    >
      <div className={styles.sheet} data-testid="send-sheet">
        <SheetRows chatId={chatId} attachments={attachments} most={most} />
        <div>
          <AddMore chatId={chatId} />
        </div>
        <How chatId={chatId} attachments={attachments} />
        <div>
          <textarea
            ref={caption}
            className={styles.caption}
            rows={1}
            dir="auto"
            value={text}
            placeholder={t('captionTo')}
            aria-label={t('captionTo')}
            aria-describedby={tooLong ? 'caption-hint' : undefined}
            autoComplete="off"
            data-caption
            data-testid="caption"
            onKeyDown={onKeyDown}
            onBlur={onLeave}
            onChange={({ target }) => onText(target.value)}
          />
          {tooLong && (
            <p id="caption-hint" className={styles.hint}>
              {t('captionTooLong')}
            </p>
          )}
        </div>
      </div>
    </Dialog>
  )
}
