// The library: what the commands do, as functions that return values. Each takes an `Env` (`makeEnv`) or an open `Home`
// (`openHome`) first, throws `PedigreeError` alone, and prints nothing.

export type { Signer } from '../chain/keys.ts';
export type { Severity } from '../custody/alerts.ts';
export type { Policy } from '../custody/policy.ts';
export type { RecallKind, RecallOutcome, RecallState } from '../custody/recall-words.ts';
export type { ReportFinding } from '../custody/report-words.ts';
export type { Role } from '../custody/roles.ts';
export { ERRORS, type ErrorCode, EXITS, PedigreeError, worstExit } from '../errors.ts';
export type { TypedScan } from '../gs1/keyed-line.ts';
export { type PressedKey, pressedText } from '../gs1/pressed.ts';
export { inspectPicture, readPicture, type SeenPicture } from '../scan/picture.ts';
export { readFrame } from '../scan/picture-frame.ts';
export type { Pixels } from '../scan/picture-pixels.ts';
export type { PictureScan, SeenSymbol } from '../scan/symbol.ts';
export { type CaptureData, type CaptureOptions, captureFile } from './capture/capture.ts';
export type { FilePlace } from './capture/line-event.ts';
export type { CapturedProduct } from './capture/products.ts';
export type { CapturedEvent, SkippedEvent } from './capture/run.ts';
export { type Exported, exportBundle, type Imported, importBundle } from './exchange/bundle.ts';
export { type Retried, retryOutbox } from './exchange/outbox-retry.ts';
export { addPeer, introducePeer, type PeersChanged, removePeer } from './exchange/peers.ts';
export { type ServeAnswer, type ServeOptions, serve } from './exchange/serve.ts';
export type { SyncAnswer } from './exchange/sync.ts';
export { syncRounds } from './exchange/sync-rounds.ts';
export { type CheckedProof, checkProof } from './export/check-proof.ts';
export {
  type EpcisExported,
  type EpcisExportRequest,
  type ExportLost,
  type ExportLostCode,
  type ExportProfile,
  exportEpcis,
} from './export/export-epcis.ts';
export { type ExportWithProof, exportWithProof } from './export/prove-file.ts';
export { listProducts, type Product, type ProductRow, setProduct } from './items/product.ts';
export type { RecallCheck } from './judging/recall-checks.ts';
export type { RecallStock, RecallSum } from './judging/recall-lives.ts';
export type { RecallNotified } from './judging/recall-notified.ts';
export type { RecallCounts } from './judging/recall-packs.ts';
export type { RecallDifference, RecallParty, RecallPartyLives } from './judging/recall-parties.ts';
export {
  type RecallBasis,
  type RecallStatus,
  recallStatus,
} from './judging/recall-status.ts';
export {
  type AuditData,
  audit,
  auditAndRepair,
  type RebuildData,
  type RetireData,
  rebuild,
  retire,
} from './maintenance/audit.ts';
export { type BackupData, backUp, type RestoreData, restore } from './maintenance/backup.ts';
export { type Check, type DoctorData, doctor } from './maintenance/doctor.ts';
export { type RecoverData, recover, recoverWithNewChain } from './maintenance/recover.ts';
export { type StatusData, status } from './maintenance/status.ts';
export { commandSigner } from './node/command-signer.ts';
export { type Config, listConfig, type SettingInfo, setConfig } from './node/config.ts';
export { type Env, type EnvOptions, type FolderSettings, homeFolder, makeEnv } from './node/env.ts';
export { type Home, openHome } from './node/home.ts';
export { listParties, type PartiesData, type PartyRow, type SettledRow } from './node/parties.ts';
export { type PeerHome, type PeerLine, type PeerRecord, peerLines } from './node/peer-records.ts';
export { type Address, type PartyProfile, profileOf } from './node/profiles.ts';
export type { Reading, Self } from './node/reading.ts';
export { type ImportedDocument, type ImportRequest, importDocument } from './outside/import-document.ts';
export {
  type OutsideData,
  type OutsideLine,
  type OutsidePartner,
  type OutsideRequest,
  setOutside,
  type Trust,
} from './outside/partners.ts';
export { type AccreditData, type AccreditRequest, accredit } from './parties/accredit.ts';
export { type CardData, writeCard } from './parties/card.ts';
export { type InitData, type InitRequest, initParty } from './parties/init.ts';
export { type JoinData, type JoinMoves, type JoinRequest, type JoinStays, joinNetwork } from './parties/join.ts';
export { type KeyData, type LockData, type RotateData, rotateKeys, setPassphrase, showKeys } from './parties/keys.ts';
export { type ProfileData, type ProfileRequest, setProfile } from './parties/profile.ts';
export { type RevokeData, type RevokeRequest, revoke } from './parties/revoke.ts';
export { type AffectedPack, type RecallAffected, recallAffected, type UnreadTill } from './recalls/recall-affected.ts';
export { checkRecall, type RecallCheckRequest, type RecallFollowed } from './recalls/recall-check.ts';
export { endRecall, type RecallEnded } from './recalls/recall-end.ts';
export { issueRecall, type RecallIssued, type RecallOrder } from './recalls/recall-issue.ts';
export {
  type LetterForm,
  type RecallLetter,
  type RecallLetterRequest,
  writeRecallLetter,
} from './recalls/recall-letter.ts';
export { type RecallResponded, respondToRecall } from './recalls/recall-respond.ts';
export type { RecallScope, RecallWords } from './recalls/recall-scope.ts';
export { listRecalls, type RecallAnswerHere, type RecallRow, showRecall } from './recalls/recall-show.ts';
export {
  amendRecall,
  extendRecall,
  type RecallAmended,
  type RecallAmendment,
  type RecallExtension,
} from './recalls/recall-widen.ts';
export {
  type LogAsked,
  type LogData,
  type LogRequest,
  type LogRow,
  type OpenedEvent,
  readLog,
  showEvent,
} from './record/log.ts';
export { askLog, type LogQuestion } from './record/log-question.ts';
export type { Written } from './record/write.ts';
export type { Scan, Unreadable } from './scans/scans.ts';
export { type ContentsData, contents, type TreeNode } from './steps/contents.ts';
export { type DecommissionRequest, decommission } from './steps/decommission.ts';
export type { DispenseAnswer, DispenseRequest, UnreadLine } from './steps/dispense.ts';
export { type DispensedScan, dispenseScans } from './steps/dispense-scans.ts';
export type { ExceptionWord } from './steps/exception-cases.ts';
export {
  answerException,
  type ExceptionAnswer,
  resolveException,
  type TellRequest,
  tellException,
} from './steps/exception-handling.ts';
export {
  type ExceptionLine,
  type ExceptionList,
  listExceptions,
} from './steps/exceptions.ts';
export { incoming, type NamedShipment, outgoing, type ShipmentLine } from './steps/incoming.ts';
export { type MintData, type MintRequest, mint } from './steps/mint.ts';
export { found, type MissingRequest, missing } from './steps/missing.ts';
export { cancelOutbox, listOutbox, type Pending } from './steps/outbox.ts';
export { type PackData, type PackRequest, pack } from './steps/pack.ts';
export { type QuarantineRequest, quarantine, type ReleaseRequest, release } from './steps/quarantine.ts';
export { receive } from './steps/receive.ts';
export type { HeldLine, ReceiveData, ReceiveRequest } from './steps/receive-data.ts';
export type { StepData } from './steps/record-step.ts';
export { type ReinstateRequest, reinstate } from './steps/reinstate.ts';
export { type OpenedContainer, type ShipData, type ShipRequest, ship } from './steps/ship.ts';
export { type UnpackData, type UnpackRequest, unpack } from './steps/unpack.ts';
export { type RefuseData, refuseShipment, type VoidData, type VoidRequest, voidShipment } from './steps/void.ts';
export type { AlertCode } from './verdict/alert-codes.ts';
export { type AlertAnswer, assignAlert, closeAlert, noteAlert } from './verdict/alert-handling.ts';
export type { Alert, AlertCause, AlertEnd, AlertNote, Closing } from './verdict/alert-record.ts';
export { type Alerts, listAlerts } from './verdict/alerts.ts';
export { type ReportAnswer, report } from './verdict/report.ts';
export {
  type AnsweredReport,
  answerReport,
  listReports,
  type ReportAnswerLine,
  type ReportLine,
  type ReportList,
} from './verdict/report-answer.ts';
export {
  type StockData,
  type StockItem,
  type StockLine,
  type StockRequest,
  type StockState,
  stock,
} from './verdict/stock.ts';
export {
  type StateAnswer,
  type Trace,
  type TracedItem,
  type TraceFinding,
  type TraceStep,
  traceScan,
} from './verdict/trace.ts';
export { type Verified, type VerifyLine, type VerifyOptions, verifyScans } from './verdict/verify.ts';
