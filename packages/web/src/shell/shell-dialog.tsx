import { ContactSheet } from '../cards/contact-sheet'
import { LocationSheet } from '../cards/location-sheet'
import { ClearChatDialog } from '../chat/dialogs/clear-chat-dialog'
import { GoToDateDialog } from '../chat/dialogs/go-to-date-dialog'
import { ReactorsDialog } from '../chat/dialogs/reactors-dialog'
import { ReadersDialog } from '../chat/dialogs/readers-dialog'
import type { ShellDialogName } from '../dialogs/dialog-store'
import type { ShellDialogProps } from '../dialogs/shell-dialog-props'
import { ForwardDialog } from '../forwarding/forward-dialog'
import { AddFriendDialog } from '../friends/add-friend-dialog'
import { BlockDialog } from '../friends/block-dialog'
import { RemarkDialog } from '../friends/remark-dialog'
import { RemoveFriendDialog } from '../friends/remove-friend-dialog'
import { AddPeopleDialog } from '../groups/add-people-dialog'
import { ChannelsDialog } from '../groups/channels-dialog'
import { GroupDialog, MemberDialog } from '../groups/group-dialogs'
import { JoinDialog } from '../groups/join-dialog'
import { NewGroupDialog } from '../groups/new-group-dialog'
import { NewChatDialog } from '../people/new-chat-dialog'
import { StatusDialog } from '../people/status-dialog'
import { ReportDialog } from '../reports/report-dialog'
import { ReportsDialog } from '../reports/reports-dialog'
import { InviteDialog } from '../sharing/invite-dialog'
import { SwitcherDialog } from '../switcher/switcher-dialog'
import { PersonDialog } from './person-dialog'
import { ShortcutsDialog } from './shortcuts-dialog'

/** Renders the requested dialog. */
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
    case 'report':
      return <ReportDialog open={open} userId={dialog.userId} message={dialog.message} />
    case 'groupReports':
      return <ReportsDialog open={open} chatId={dialog.chatId} />
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
