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
export { accredit } from './accredit.ts';
export { listAlerts } from './alerts.ts';
export { exportBundle, importBundle } from './bundle.ts';
export { writeCard } from './card.ts';
export { audit, auditAndRepair, rebuild, retire } from './care-audit.ts';
export { backUp, restore } from './care-backup.ts';
export { recover, recoverWithNewChain } from './care-recover.ts';
export { listConfig, setConfig } from './config.ts';
export { contents } from './contents.ts';
export { decommission } from './decommission.ts';
export { dispenseScans } from './dispense.ts';
export { doctor } from './doctor.ts';
export { type Env, type EnvOptions, homeFolder, makeEnv } from './env.ts';
export { type Home, openHome } from './home.ts';
export { incoming, outgoing } from './incoming.ts';
export { initParty } from './init.ts';
export { rotateKeys, setPassphrase, showKeys } from './keys.ts';
export { readLog, showEvent } from './log.ts';
export { mint } from './mint.ts';
export { found, missing } from './missing.ts';
export { cancelOutbox, listOutbox, retryOutbox } from './outbox.ts';
export { pack } from './pack.ts';
export { listParties } from './parties.ts';
export { addPeer, peerLines, removePeer } from './peers.ts';
export { listProducts, setProduct } from './product.ts';
export { quarantine, release } from './quarantine.ts';
export { listRecalls, showRecall } from './recall.ts';
export { endRecall, issueRecall } from './recall-issue.ts';
export { respondToRecall } from './recall-respond.ts';
export { recallStatus } from './recall-status.ts';
export { receive } from './receive.ts';
export { reinstate } from './reinstate.ts';
export { report } from './report.ts';
export { revoke } from './revoke.ts';
export { serve } from './serve.ts';
export { ship } from './ship.ts';
export { status } from './status.ts';
export { stock } from './stock.ts';
export { syncRounds } from './sync-rounds.ts';
export { traceScan } from './trace.ts';
export { unpack } from './unpack.ts';
export { verifyScans } from './verify.ts';
export { refuseShipment, voidShipment } from './void.ts';
