import { isBlankFlash } from "../../libs/chips/fingerprints.ts";
import { flashPartOf } from "../../libs/chips/flash-parts.ts";
import type { LinkResult } from "../../libs/flasher/link-board.ts";
import type { RecognisedBoard } from "../../libs/flasher/recognised-board.ts";

/** All that is found out about a board; what cannot be asked of it is null. */
export interface BoardPage {
  /** The chips it can be: one, several that nothing tells apart, or none that is flashed. */
  readonly chips: readonly string[];
  /** The same for people. */
  readonly marking: string;
  /** What told the chip; `contents` is no more than a guess. */
  readonly toldBy: RecognisedBoard["toldBy"];
  readonly downloadMode: RecognisedBoard["downloadMode"];
  readonly chipId: string | null;
  readonly bootloader: string | null;
  /** Of the flash's first bytes, where the bootloader is: CRC-32 in hex. */
  readonly fingerprint: string;
  /** What that says; an erased flash has no bootloader. */
  readonly holds: "known-bootloader" | "unknown-bootloader" | "nothing";
  readonly flashId: string | null;
  readonly flashPart: string | null;
  readonly flashBytes: number | null;
  /** As one number, low byte first. */
  readonly statusRegister: number | null;
  /** Whether the flash is write-protected at this moment. */
  readonly protection: "open" | "closed" | null;
  /** The code key in eFuse. */
  readonly efuseKey: RecognisedBoard["efuseKey"];
  /** The key its bootloader is stored under. */
  readonly bootloaderKey: RecognisedBoard["bootloaderKey"];
  /** 12 hex digits, where its flash has one. */
  readonly mac: string | null;
  readonly linkAttempts: number;
  readonly baud: number;
}

/** What was seen of a board, put together. */
export const pageOf = (
  board: RecognisedBoard,
  { attempts, baud }: LinkResult,
  mac: string | null,
): BoardPage => ({
  chips: board.chips,
  marking: board.marking,
  toldBy: board.toldBy,
  downloadMode: board.downloadMode,
  chipId: board.chipId,
  bootloader: board.bootloader,
  fingerprint: board.fingerprint,
  holds: contentsOf(board),
  flashId: board.flash.id,
  flashPart: board.flash.part,
  flashBytes: board.flash.bytes ?? null,
  statusRegister: board.flash.statusRegister,
  protection: protectionOf(board),
  efuseKey: board.efuseKey,
  bootloaderKey: board.bootloaderKey,
  mac,
  linkAttempts: attempts,
  baud,
});

const contentsOf = ({ known, fingerprint }: RecognisedBoard): BoardPage["holds"] => {
  if (isBlankFlash(fingerprint)) return "nothing";
  return known === undefined ? "unknown-bootloader" : "known-bootloader";
};

const protectionOf = ({ flash }: RecognisedBoard): BoardPage["protection"] => {
  const part = flash.id === null ? undefined : flashPartOf(flash.id);
  if (part === undefined || flash.statusRegister === null) return null;
  return (flash.statusRegister & part.protectMask) === 0 ? "open" : "closed";
};
