import {
  File,
  FileArchive,
  FileAudio,
  FileCode,
  FileImage,
  FileSpreadsheet,
  FileText,
  FileVideo,
  type LucideIcon,
} from 'lucide-react'
import { type FileKind, fileKind } from './file-kind'

const icons: Readonly<Record<FileKind, LucideIcon>> = {
  archive: FileArchive,
  audio: FileAudio,
  code: FileCode,
  document: FileText,
  picture: FileImage,
  sheet: FileSpreadsheet,
  video: FileVideo,
  other: File,
}

/** The icon of a file, by its kind. */
export const fileIcon = (file: { readonly name: string; readonly mime: string }): LucideIcon => icons[fileKind(file)]
