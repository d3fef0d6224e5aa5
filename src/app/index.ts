// The library: what the commands do, as functions that return values. Each takes an `Env` (`makeEnv`) or an open `Home`
// (`openHome`) first, throws `PedigreeError` alone, and prints nothing.

export { ERRORS, type ErrorCode, EXITS, PedigreeError, worstExit } from '../errors.ts';
export {
  inspectPicture,
  type PictureScan,
  readFrame,
  readPicture,
  type SeenPicture,
  type SeenSymbol,
} from '../scan/picture.ts';
export { audit, auditAndRepair, rebuild, retire } from './care/care-audit.ts';
export { backUp, restore } from './care/care-backup.ts';
export { recover, recoverWithNewChain } from './care/care-recover.ts';
export { doctor } from './care/doctor.ts';
export { listConfig, setConfig } from './config.ts';
export { decommission } from './deeds/decommission.ts';
export { dispenseScans } from './deeds/dispense.ts';
export { found, missing } from './deeds/missing.ts';
export { cancelOutbox, listOutbox, retryOutbox } from './deeds/outbox.ts';
export { pack } from './deeds/pack.ts';
export { quarantine, release } from './deeds/quarantine.ts';
export { reinstate } from './deeds/reinstate.ts';
export { unpack } from './deeds/unpack.ts';
export { type Env, type EnvOptions, homeFolder, makeEnv } from './env.ts';
export { contents } from './goods/contents.ts';
export { type Home, openHome } from './home.ts';
export { readLog, showEvent } from './log.ts';
export { mint } from './make/mint.ts';
export { listProducts, setProduct } from './make/product.ts';
export { accredit } from './party/accredit.ts';
export { writeCard } from './party/card.ts';
export { initParty } from './party/init.ts';
export { rotateKeys, setPassphrase, showKeys } from './party/keys.ts';
export { listParties } from './party/parties.ts';
export { revoke } from './party/revoke.ts';
export { listRecalls, showRecall } from './recall/recall.ts';
export { endRecall, issueRecall } from './recall/recall-issue.ts';
export { respondToRecall } from './recall/recall-respond.ts';
export { recallStatus } from './recall/recall-status.ts';
export { status } from './status.ts';
export { stock } from './stock/stock.ts';
export { exportBundle, importBundle } from './sync/bundle.ts';
export { addPeer, peerLines, removePeer } from './sync/peers.ts';
export { serve } from './sync/serve.ts';
export { syncRounds } from './sync/sync-rounds.ts';
export { incoming, outgoing } from './transfer/incoming.ts';
export { receive } from './transfer/receive.ts';
export { ship } from './transfer/ship.ts';
export { refuseShipment, voidShipment } from './transfer/void.ts';
export { listAlerts } from './verdict/alerts.ts';
export { report } from './verdict/report.ts';
export { traceScan } from './verdict/trace.ts';
export { verifyScans } from './verdict/verify.ts';
