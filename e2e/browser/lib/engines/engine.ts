/** A key by its name in `KeyboardEvent.key`. */
export type Key = 'Enter' | 'Tab' | 'F6' | 'ArrowUp' | 'ArrowDown' | 'Escape'

export interface Point {
  readonly x: number
  readonly y: number
}

/** One tab of a browser, used by pointer, wheel and keys. */
export interface EnginePage {
  /** Loads an address and waits for its `load` event. */
  open(url: string): Promise<void>
  reload(): Promise<void>
  /** Runs a function in the page and returns its result as JSON. The function has access only to its parameter. */
  run<Given, Result>(run: (given: Given) => Result, given: Given): Promise<Awaited<Result>>
  click(at: Point): Promise<void>
  /** Turns the wheel over a point; positive steps scroll down. */
  wheel(at: Point, stepPx: number): Promise<void>
  /** Types into the focused element. */
  type(text: string): Promise<void>
  press(key: Key, held?: 'Shift'): Promise<void>
  /** Chooses a file in the input that matches a CSS selector such as `[name=picture]`. */
  choose(selector: string, path: string): Promise<void>
  /** A screenshot of the tab as a PNG in base64. */
  screenshot(): Promise<string>
}

/** A running browser with an empty profile. */
export interface Engine {
  /** The open tabs. */
  readonly pages: readonly EnginePage[]
  /** Opens a tab. All tabs share cookies and storage. */
  newPage(): Promise<EnginePage>
  close(): Promise<void>
}
