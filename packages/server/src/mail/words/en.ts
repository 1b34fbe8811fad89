import type { MailWords } from './mail-words'

/** The mails in English. */
export const en: MailWords = {
  verify: {
    subject: '{code} is your confirmation code for {server}',
    lines: [
      'Enter this code in {server} to use {address} with the account @{username}:',
      '{code}',
      'The code works for {minutes} minutes. {server} never asks you for it.',
      'If this wasn’t you, ignore this mail. Your address will not be used.',
    ],
  },
  taken: {
    subject: 'Your address already belongs to an account on {server}',
    lines: [
      'Someone wanted to add {address} to another account on {server}. It already belongs to @{username}, so nothing changed.',
      'If this was you, sign in as @{username}, or remove the address from that account first.',
    ],
  },
  replaced: {
    subject: 'Your address on {server} was replaced',
    lines: [
      'The account @{username} on {server} now uses another e-mail address. {address} no longer signs in or resets the password.',
      'If this wasn’t you, change your password and ask an administrator of {server} for help.',
    ],
  },
  removed: {
    subject: 'Your address on {server} was removed',
    lines: [
      'The account @{username} on {server} no longer uses {address}.',
      'If this wasn’t you, change your password and ask an administrator of {server} for help.',
    ],
  },
  password: {
    subject: 'Your password on {server} was changed',
    lines: [
      'The password of the account @{username} on {server} was changed.',
      'If this wasn’t you, set a new password on the sign-in page with a code to this address. Ask an administrator of {server} for help.',
    ],
  },
  identityLinked: {
    subject: 'A new way to sign in on {server}',
    lines: [
      'An account at a sign-in provider was linked to the account @{username} on {server}. It now opens that account.',
      'If this wasn’t you, change your password, remove the link in the settings, and ask an administrator of {server} for help.',
    ],
  },
  identityUnlinked: {
    subject: 'A way to sign in on {server} was removed',
    lines: [
      'An account at a sign-in provider no longer opens the account @{username} on {server}.',
      'If this wasn’t you, change your password, and ask an administrator of {server} for help.',
    ],
  },
  factorOn: {
    subject: 'Two-step verification on {server} is on',
    lines: [
      'The account @{username} on {server} now needs a code from an authenticator app to sign in.',
      'Keep the recovery codes where you find them without your phone.',
      'If this wasn’t you, ask an administrator of {server} for help.',
    ],
  },
  factorOff: {
    subject: 'Two-step verification on {server} is off',
    lines: [
      'The password of the account @{username} on {server} is now enough to sign in.',
      'If this wasn’t you, change your password and ask an administrator of {server} for help.',
    ],
  },
  factorRemoved: {
    subject: 'An administrator turned off two-step verification on {server}',
    lines: [
      'The password of the account @{username} on {server} is now enough to sign in.',
      'If you didn’t request this, change your password and ask the administrators of {server} about it. You can turn two-step verification on again in the settings.',
    ],
  },
  exportReady: {
    subject: 'Your data from {server} is ready',
    lines: [
      'A copy of the data of @{username} on {server} is ready. Download it in the settings, within a week.',
      'If you didn’t request this, change your password and end your other sessions in the settings.',
    ],
  },
  recoveryCodes: {
    subject: 'New recovery codes for {server}',
    lines: [
      'The account @{username} on {server} has new recovery codes. The previous ones no longer work.',
      'If this wasn’t you, change your password and ask an administrator of {server} for help.',
    ],
  },
  recoveryUsed: {
    subject: 'A recovery code signed in to {server}',
    lines: [
      'Someone signed in as @{username} on {server} with one of your recovery codes. Each code works once.',
      'If this wasn’t you, change your password and make new recovery codes in the settings.',
    ],
  },
  passkeyAdded: {
    subject: 'A passkey was added to your account on {server}',
    lines: [
      'The account @{username} on {server} has a new passkey. It signs in without the password and without a code.',
      'If this wasn’t you, remove the passkey in the settings, change your password and end the other sessions.',
    ],
  },
  passkeyRemoved: {
    subject: 'A passkey was removed from your account on {server}',
    lines: [
      'A passkey of the account @{username} on {server} was removed. It no longer signs in.',
      'If this wasn’t you, change your password and ask an administrator of {server} for help.',
    ],
  },
  passkeysRemoved: {
    subject: 'An administrator removed your passkeys on {server}',
    lines: [
      'The passkeys of the account @{username} on {server} no longer sign in. Your password still does.',
      'If you didn’t request this, change your password and ask the administrators of {server} about it. You can add passkeys again in the settings.',
    ],
  },
  recover: {
    subject: '{code} is your code for a new password on {server}',
    lines: [
      'Enter this code in {server} to set a new password for @{username}:',
      '{code}',
      'The code works for {minutes} minutes. {server} never asks you for it.',
      'If this wasn’t you, ignore this mail. Your password stays as it is.',
    ],
  },
  test: {
    subject: 'Test mail from {server}',
    lines: ['This is a test mail from {server}. E-mail works.'],
  },
}
