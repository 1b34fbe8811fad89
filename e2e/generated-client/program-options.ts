/** What the program of an integrator takes and answers. */
export interface ProgramOptions {
  readonly url: string
  readonly newId: () => string
  /** Solves what `accounts.challenge` answers. */
  readonly solve: (challenge: object) => Promise<string>
  /** A picture. */
  readonly picture: Uint8Array<ArrayBuffer>
}

export interface ProgramResult {
  readonly mentionsAll: boolean | undefined
  readonly media: { readonly mime: string; readonly width: number; readonly height: number }
  readonly bytes: Uint8Array
  readonly status: string
  /** The name of the error that a wrong call got. */
  readonly refused: string | undefined
  /** Texts and kinds of the messages in the chat. */
  readonly bodies: readonly string[]
}
