/** Voice messages: recording and playing. Loaded with the first of either. */
export { RecordingArea } from './recording-bar'
export { VoiceContent } from './voice-content'
