/** The contract as JSON Schema (draft 2020-12), for everything that is generated from it. */
import { z } from 'zod'
import { OwnEmail } from './accounts'
import { AccountRequest, AdminSettings } from './admin'
import { ChatFiles, NodeState, PersonFiles, StoredFiles } from './admin-health'
import { AdminUser } from './admin-user'
import { AuditEntry } from './audit'
import { ChannelCard } from './channels'
import { ChatDelta, UserDelta, View } from './deltas'
import { Ban, GroupCard, GroupLink, JoinRequest } from './group-lists'
import { Identity, OwnIdentities, SignInProvider } from './identities'
import { contract, type EventName, events, type MethodName, type MethodSpec } from './index'
import { Invite } from './invites'
import { MailDomains } from './mail-domains'
import { MailFailure } from './mail-failure'
import { MediaAddresses } from './media'
import { RefusedTexts, SendingLimits } from './moderation'
import { NetworkBan } from './networks'
import { NewCredential, Passkey, PasskeyCreation, PasskeyRequest, UsedCredential } from './passkeys'
import { Preferences, Presence } from './preferences'
import * as reactionRows from './reaction-rows'
import { Report, Reporter, reportId } from './report-rows'
import { passkeyId, serviceTokenId, waveId } from './row-ids'
import * as rows from './rows'
import { Wave, WaveFilter } from './waves'

/** A value that a schema names itself. */
export type JsonConstant = string | number | boolean | null

/** The parts of JSON Schema that the contract comes out as. */
export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly additionalProperties?: JsonSchema | boolean
  readonly propertyNames?: JsonSchema
  readonly oneOf?: readonly JsonSchema[]
  readonly anyOf?: readonly JsonSchema[]
  readonly enum?: readonly JsonConstant[]
  readonly const?: JsonConstant
  readonly format?: string
  readonly default?: unknown
  readonly pattern?: string
  readonly minLength?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly minItems?: number
  readonly maxItems?: number
}

/** A method's name on the wire with its definition, in the order of the contract. */
export const methodEntries = (): readonly (readonly [MethodName, MethodSpec])[] =>
  Object.entries(contract as Record<string, Readonly<Record<string, MethodSpec>>>).flatMap(([domain, methods]) =>
    Object.entries(methods).map(([key, spec]) => [`${domain}.${key}` as MethodName, spec] as const),
  )

/** Named schemas, which others refer to. */
const named = {
  UserId: rows.userId,
  SessionId: rows.sessionId,
  ChatId: rows.chatId,
  MessageId: rows.messageId,
  MediaId: rows.mediaId,
  AccountRequestId: rows.accountRequestId,
  ReportId: reportId,
  WaveId: waveId,
  PasskeyId: passkeyId,
  ServiceTokenId: serviceTokenId,
  ReplyTo: rows.replyTo,
  ForwardedFrom: rows.forwardedFrom,
  User: rows.User,
  Me: rows.Me,
  Session: rows.Session,
  Chat: rows.Chat,
  Member: rows.Member,
  TextBody: rows.TextBody,
  SystemBody: rows.SystemBody,
  RetractedBody: rows.RetractedBody,
  WithheldBody: rows.WithheldBody,
  Picture: rows.Picture,
  Video: rows.Video,
  Voice: rows.Voice,
  OtherFile: rows.OtherFile,
  ImageBody: rows.ImageBody,
  VideoBody: rows.VideoBody,
  VoiceBody: rows.VoiceBody,
  FileBody: rows.FileBody,
  AlbumItem: rows.AlbumItem,
  AlbumBody: rows.AlbumBody,
  SentImage: rows.SentImage,
  LocationBody: rows.LocationBody,
  ContactBody: rows.ContactBody,
  SentVideo: rows.SentVideo,
  SentVoice: rows.SentVoice,
  SentFile: rows.SentFile,
  SentAlbum: rows.SentAlbum,
  MessageBody: rows.MessageBody,
  StoredBody: rows.StoredBody,
  Message: rows.Message,
  Draft: rows.Draft,
  ChatState: rows.ChatState,
  Hidden: rows.Hidden,
  Played: rows.Played,
  Reactions: reactionRows.Reactions,
  MyReaction: reactionRows.MyReaction,
  Media: rows.Media,
  MediaAddresses,
  Friend: rows.Friend,
  Preferences,
  Presence,
  View,
  ChatDelta,
  UserDelta,
  Invite,
  GroupLink,
  GroupCard,
  Ban,
  JoinRequest,
  ChannelCard,
  AccountRequest,
  Reporter,
  Report,
  AdminUser,
  NodeState,
  StoredFiles,
  PersonFiles,
  ChatFiles,
  MailFailure,
  AuditEntry,
  NetworkBan,
  Wave,
  WaveFilter,
  AdminSettings,
  SendingLimits,
  RefusedTexts,
  MailDomains,
  OwnEmail,
  Passkey,
  PasskeyRequest,
  PasskeyCreation,
  NewCredential,
  UsedCredential,
  SignInProvider,
  Identity,
  OwnIdentities,
} satisfies Record<string, z.ZodType>

export type NamedSchema = keyof typeof named

const biggestSafeInteger = Number.MAX_SAFE_INTEGER

/** Takes out what says nothing: the bounds of every integer, and that answers stay as they are (fields will be added). */
const plain = (schema: Record<string, unknown>): void => {
  if (schema.additionalProperties === false) delete schema.additionalProperties
  if (schema.maximum === biggestSafeInteger) delete schema.maximum
  if (schema.minimum === -biggestSafeInteger) delete schema.minimum
}

type Schemas = Readonly<Record<string, z.ZodType>>

/**
 * JSON Schemas of `schemas`, which refer to the named ones by `prefix` and name, and the named ones themselves.
 * Each stands in an object of its own meanwhile, because one schema can be the answer of several methods.
 */
const convert = (schemas: Schemas, io: 'input' | 'output', prefix: string) => {
  const registry = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(named)) registry.add(schema, { id })
  for (const [id, schema] of Object.entries(schemas)) registry.add(z.object({ it: schema }), { id })
  const made = z.toJSONSchema(registry, {
    io,
    uri: (id) => prefix + id,
    override: ({ jsonSchema }) => plain(jsonSchema as Record<string, unknown>),
  }).schemas as Record<string, JsonSchema & { $id?: string; $schema?: string }>
  const byName = (name: string): JsonSchema => {
    const { $id, $schema, ...schema } = made[name] ?? {}
    return schema
  }
  return {
    named: mapValues(named, (_, name) => byName(name)),
    of: (name: string): JsonSchema => byName(name).properties?.it ?? {},
  }
}

const mapValues = <K extends string, V, R>(
  from: Readonly<Record<K, V>>,
  change: (value: V, key: K) => R,
): Record<K, R> =>
  Object.fromEntries(Object.entries<V>(from).map(([key, value]) => [key, change(value, key as K)])) as Record<K, R>

export interface ContractSchemas {
  /** Rows, ids, deltas: what the others refer to. */
  readonly named: Readonly<Record<NamedSchema, JsonSchema>>
  readonly params: Readonly<Record<MethodName, JsonSchema>>
  readonly results: Readonly<Record<MethodName, JsonSchema>>
  readonly events: Readonly<Record<EventName, JsonSchema>>
}

/** Every schema of the contract. References look like `#/components/schemas/Message`. */
export const contractSchemas = (prefix = '#/components/schemas/'): ContractSchemas => {
  const methods = Object.fromEntries(methodEntries()) as Record<MethodName, MethodSpec>
  const inputs = convert(
    mapValues(methods, (spec) => spec.input),
    'input',
    prefix,
  )
  const outputs = convert(
    { ...mapValues(methods, (spec) => spec.output), ...mapValues(events, (spec) => spec.params) },
    'output',
    prefix,
  )
  return {
    named: outputs.named,
    params: mapValues(methods, (_, name) => inputs.of(name)),
    results: mapValues(methods, (_, name) => outputs.of(name)),
    events: mapValues(events, (_, name) => outputs.of(name)),
  }
}
