import { keptFree, megabytes } from './values'

/** The settings of how much people can store. */
export const quotaSettings = {
  text_mb_per_day: {
    schema: megabytes(200),
    default: '200',
    doc: 'Megabytes of text and other entries that one account can send per day (UTC), or `off`. Each call that stores something counts for at least 256 bytes.',
  },
  file_mb_per_day: {
    schema: megabytes(5_000),
    default: '5000',
    doc: 'Megabytes of files that one account can upload per day (UTC), or `off`. Each file counts for at least 16 KiB.',
  },
  file_mb: {
    schema: megabytes(10_000),
    default: '10000',
    doc: 'Megabytes of stored files per account, or `off`. Each file counts for at least 16 KiB.',
  },
  all_files_mb: {
    schema: megabytes('off'),
    default: 'off',
    doc: 'Megabytes of stored files of all accounts together, or `off`. Beyond it the server refuses new files. Each file counts for at least 16 KiB. The server adds up the files once a minute, so the total may be exceeded a little.',
  },
  free_disk_mb: {
    schema: keptFree.optional(),
    default: '1074, or 5 % of the disk where that is less',
    doc: 'Megabytes that uploads leave free on the disks of the data directory and of `blobs_url`, because a full disk stops all messages. With less free space the server refuses new files.',
  },
}
