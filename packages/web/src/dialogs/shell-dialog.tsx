import { AddPeopleDialog } from './add-people-dialog'
import type { ShellDialogName } from './dialog-store'
import { InviteDialog } from './invite-dialog'
import { NewChatDialog } from './new-chat-dialog'
import { NewGroupDialog } from './new-group-dialog'
import type { ShellDialogProps } from './shell-dialog-props'
import { ShortcutsDialog } from './shortcuts-dialog'
import { SwitcherDialog } from './switcher-dialog'

/** The dialog that was asked for. */
export const ShellDialog = ({ dialog, open }: ShellDialogProps & { readonly dialog: ShellDialogName }) => {
  switch (dialog.name) {
    case 'newChat':
      return <NewChatDialog open={open} />
    case 'newGroup':
      return <NewGroupDialog open={open} />
    case 'invite':
      return <InviteDialog open={open} />
    case 'shortcuts':
      return <ShortcutsDialog open={open} />
    case 'switcher':
      return <SwitcherDialog open={open} />
    case 'addPeople':
      return <AddPeopleDialog open={open} chatId={dialog.chatId} />
  }
}
