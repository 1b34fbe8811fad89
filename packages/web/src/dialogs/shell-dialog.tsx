import { ContactSheet } from '../cards/contact-sheet'
import { LocationSheet } from '../cards/location-sheet'
import { ChannelsDialog } from '../groups/channels-dialog'
import { GroupDialog, MemberDialog } from '../groups/group-dialogs'
import { AddFriendDialog } from './add-friend-dialog'
import { AddPeopleDialog } from './add-people-dialog'
import { BlockDialog } from './block-dialog'
import { ClearChatDialog } from './clear-chat-dialog'
import type { ShellDialogName } from './dialog-store'
import { ForwardDialog } from './forward-dialog'
import { GoToDateDialog } from './go-to-date-dialog'
import { InviteDialog } from './invite-dialog'
import { JoinDialog } from './join-dialog'
import { NewChatDialog } from './new-chat-dialog'
import { NewGroupDialog } from './new-group-dialog'
import { PersonDialog } from './person-dialog'
import { ReactorsDialog } from './reactors-dialog'
import { ReadersDialog } from './readers-dialog'
import { RemarkDialog } from './remark-dialog'
import { RemoveFriendDialog } from './remove-friend-dialog'
import type { ShellDialogProps } from './shell-dialog-props'
import { ShortcutsDialog } from './shortcuts-dialog'
import { StatusDialog } from './status-dialog'
import { SwitcherDialog } from './switcher-dialog'

/** The dialog that was asked for. */
export const ShellDialog = ({ dialog, open }: ShellDialogProps & { readonly dialog: ShellDialogName }) => {
  switch (dialog.name) {
    case 'newChat':
      return <NewChatDialog open={open} />
    case 'newGroup':
      return <NewGroupDialog open={open} />
    case 'join':
      return <JoinDialog open={open} />
    case 'channels':
      return <ChannelsDialog open={open} />
    case 'invite':
      return <InviteDialog open={open} />
    case 'shortcuts':
      return <ShortcutsDialog open={open} />
    case 'status':
      return <StatusDialog open={open} />
    case 'switcher':
      return <SwitcherDialog open={open} />
    case 'readers':
      return <ReadersDialog open={open} chatId={dialog.chatId} id={dialog.id} />
    case 'reactors':
      return <ReactorsDialog open={open} chatId={dialog.chatId} id={dialog.id} first={dialog.emoji} />
    case 'forward':
      return <ForwardDialog open={open} messages={dialog.messages} done={dialog.done} />
    case 'addPeople':
      return <AddPeopleDialog open={open} chatId={dialog.chatId} />
    case 'clearChat':
      return <ClearChatDialog open={open} chatId={dialog.chatId} />
    case 'day':
      return <GoToDateDialog open={open} chatId={dialog.chatId} at={dialog.at} onPick={dialog.onPick} />
    case 'sendLocation':
      return <LocationSheet open={open} onSend={dialog.onSend} />
    case 'sendContact':
      return <ContactSheet open={open} onSend={dialog.onSend} />
    case 'person':
      return <PersonDialog open={open} userId={dialog.userId} chatId={dialog.chatId} />
    case 'addFriend':
      return <AddFriendDialog open={open} userId={dialog.userId} />
    case 'remark':
      return <RemarkDialog open={open} userId={dialog.userId} />
    case 'removeFriend':
      return <RemoveFriendDialog open={open} userId={dialog.userId} />
    case 'group':
      return <GroupDialog open={open} chatId={dialog.chatId} what={dialog.what} />
    case 'member':
      return <MemberDialog open={open} chatId={dialog.chatId} userId={dialog.userId} what={dialog.what} />
    case 'block':
      return <BlockDialog open={open} userId={dialog.userId} />
  }
}
