/** The content of a script file of the demo. */
declare module '*.txt' {
  const text: string
  export = text
}
/** The path of a picture; in the built server relative to it. */
declare module '*.webp' {
  const path: string
  export = path
}
declare module '*.wav' {
  const path: string
  export = path
}
