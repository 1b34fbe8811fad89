/** Options and result of the integrator's program. */
export interface ProgramOptions {
  readonly url: string
  readonly newId: () => string
  /** Solves a challenge of `accounts.challenge`. */
  readonly solve: (challenge: object) => Promise<string>
  readonly picture: Uint8Array<ArrayBuffer>
}

export interface ProgramResult {
  readonly mentionsAll: boolean | undefined
  readonly media: { readonly mime: string; readonly width: number; readonly height: number }
  readonly bytes: Uint8Array
  readonly status: string
  /** The name of the error that an invalid call returned. */
  readonly refused: string | undefined
  /** Texts and kinds of the messages in the chat. */
  readonly bodies: readonly string[]
}
