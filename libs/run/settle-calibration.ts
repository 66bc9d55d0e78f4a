import { covers, SECTOR_BYTES } from "../bytes/ranges.ts";
import { readMac } from "../firmware/calibration.ts";
import type { BoardFacts } from "../flasher/board-facts.ts";
import type { DownloadMode } from "../flasher/download-mode.ts";
import type { Progress } from "../flasher/progress.ts";
import type { CalibrationSector } from "../flasher/read-calibration.ts";
import { readSector } from "../flasher/read-sector.ts";
import type { EarlierRewrite } from "./board-journal.ts";
import { restoreSector } from "./restore-sector.ts";
import type { RunOrder } from "./run-order.ts";

/**
 * The calibration as it is to be worked with: as found, or as an earlier run of the serial saved it
 * before a rewrite that was interrupted. Such a one may stand in another place than the one found.
 * @throws StepError `identity-lost`, `read-mismatch`, `link-lost`.
 */
export const settleCalibration = async (
  mode: DownloadMode,
  { chip }: Pick<RunOrder, "chip">,
  facts: BoardFacts,
  found: CalibrationSector | undefined,
  earlier: readonly EarlierRewrite[],
  progress: Progress,
): Promise<CalibrationSector | undefined> => {
  if (found === undefined) return undefined;
  const rewrite = earlier.find(({ address, outcome }) => {
    const range = { start: address, end: address + SECTOR_BYTES };
    const isHere = found.mac === undefined ? covers(chip.calibration, range) : isAt(found, address);
    return outcome === "unproven" && isHere;
  });
  if (rewrite === undefined) return found;
  const { address } = rewrite;
  const there = isAt(found, address)
    ? found.bytes
    : await readSector(mode, address, progress, "crc");
  const calibration = found.mac === undefined ? "spoilt" : "read";
  const known = { ...facts, mac: found.mac, calibration } as const;
  const bytes = restoreSector(there, rewrite, known, progress);
  return { address, bytes, mac: readMac(bytes) };
};

const isAt = (sector: CalibrationSector, address: number): boolean => sector.address === address;
