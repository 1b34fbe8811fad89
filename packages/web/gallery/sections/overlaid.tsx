import { type ReactNode, Suspense, useEffect, useRef } from 'react'
import { AttachButton } from '../../src/chat/composer/attach-button'
import { openDialog, type ShellDialogName } from '../../src/dialogs/dialog-store'
import { EmojiPopoverHost } from '../../src/emoji/emoji-popover-host'
import { openEmojiPopover } from '../../src/emoji/emoji-popover-store'
import { useT } from '../../src/i18n'
import { ChatMenuHost } from '../../src/list/chat-menu-host'
import { SendSheet } from '../../src/media/send-sheet'
import { openChatMenu } from '../../src/navigation/chat-menu-store'
import { ReportDialog } from '../../src/reports/report-dialog'
import { DeleteAccount } from '../../src/settings/delete-account'
import { AddressDialog } from '../../src/settings/email/address-dialog'
import { Dialogs } from '../../src/shell/dialogs'
import { Button, toast } from '../../src/ui'
import { Toasts } from '../../src/ui/overlays'
import { listed, saved } from '../fixtures/chats'
import { attachments } from '../fixtures/media'
import { carol } from '../fixtures/people'

/** The window under an overlay. */
const Window = ({ children }: { readonly children?: ReactNode }) => (
  <div className="h-[640px] bg-chat-bg p-16">{children}</div>
)

export const OpenDialog = ({ dialog }: { readonly dialog: ShellDialogName }) => {
  useEffect(() => openDialog(dialog), [dialog])
  return (
    <Window>
      <Dialogs />
    </Window>
  )
}

/** The end of a report. */
export const OpenReportThanks = () => (
  <Window>
    <ReportDialog open userId={carol.id} sent />
  </Window>
)

/** The menu of a chat, and a toast. */
export const OpenMenu = () => {
  const t = useT()
  const anchor = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (anchor.current) openChatMenu(listed[1]?.id ?? saved, anchor.current)
    return toast(t('copied'), { action: { label: t('undo'), onSelect: () => undefined } })
  }, [t])
  return (
    <Window>
      <div className="flex justify-end">
        <Button kind="secondary" ref={anchor}>
          {t('chatActions')}
        </Button>
      </div>
      <ChatMenuHost />
      <Suspense>
        <Toasts />
      </Suspense>
    </Window>
  )
}

/** The menu of everything that can be sent besides text. */
export const OpenAttachMenu = () => {
  const input = useRef<HTMLInputElement>(null)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.querySelector<HTMLElement>('[aria-haspopup=menu]')?.click(), [])
  return (
    <Window>
      <div ref={place} className="flex h-full items-end">
        <AttachButton chatId={saved} input={input} onSend={() => undefined} />
      </div>
    </Window>
  )
}

/** Chosen files before they are sent: a video is converted, a file is too large, and no browser can draw a picture. */
export const OpenSendSheet = () => (
  <Window>
    <SendSheet
      {...{ attachments, chatId: saved, chatName: 'Bob Dylan', open: true, canSend: false, text: 'From the bridge' }}
      onText={() => undefined}
      onLeave={() => undefined}
      onSend={() => undefined}
    />
  </Window>
)

export const OpenEmoji = () => {
  const anchor = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (anchor.current) openEmojiPopover({ anchor: anchor.current, onPick: () => undefined })
  }, [])
  return (
    <Window>
      <div ref={anchor} className="size-36" />
      <EmojiPopoverHost />
    </Window>
  )
}

/** The question before an account closes. */
export const OpenDeleteAccount = () => {
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => place.current?.querySelector('button')?.click(), [])
  return (
    <Window>
      <div ref={place}>
        <DeleteAccount />
      </div>
    </Window>
  )
}

/** A new e-mail address. */
export const OpenAddress = () => (
  <Window>
    <AddressDialog open begun="alice@lake.example" onClose={() => undefined} onOwn={() => undefined} />
  </Window>
)
