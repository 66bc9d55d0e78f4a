import { crc32 } from "../../libs/bytes/crc32.ts";
import { hex32 } from "../../libs/bytes/hex.ts";
import type { Chip } from "../../libs/chips/chip.ts";
import { CHIPS } from "../../libs/chips/chips.ts";
import { type Fingerprint, fingerprintOf } from "../../libs/chips/fingerprints.ts";
import { PERSONALITIES } from "../../libs/simulator/personalities.ts";
import type { Evidence } from "./evidence.ts";
import { troubleOf } from "./troubles-of.ts";

/** The chip that lies in the nest, whatever the recipe says. */
export const chipOf = ({ chaosCase }: Pick<Evidence, "chaosCase">): Chip =>
  CHIPS[(troubleOf(chaosCase, "other-chip") ?? chaosCase).chip];

/** What the station's tables know of the bootloader that the board came with. */
export const bootloaderOf = (evidence: Evidence): Fingerprint | undefined => {
  const covered = chipOf(evidence).download.crcCovers === "inclusive-range" ? 257 : 256;
  return fingerprintOf(hex32(crc32(evidence.before.subarray(0, covered))));
};

/** Whether the board came without anything in its flash. */
export const isBlankBoard = ({ chaosCase }: Evidence): boolean =>
  troubleOf(chaosCase, "blank-flash") !== undefined;

/** Whether the recipe wants to see the board boot. */
export const isBootChecked = ({ chaosCase }: Evidence): boolean =>
  chaosCase.recipe.expect !== undefined;

/** Whether the board can be restarted by its own application alone. */
export const isUncontrolled = ({ chaosCase }: Evidence): boolean =>
  chaosCase.wiring.control === "none";

/** Whether its chip keeps what arrives while it programs in a ring, which goes round unnoticed. */
export const hasRing = (evidence: Evidence): boolean =>
  PERSONALITIES[chipOf(evidence).name].ringBytes !== undefined;

/** Whether a restart must show on the log port: a bootloader prints there, and nothing is deaf or mute. */
export const hasWitness = (evidence: Evidence): boolean => {
  const { chaosCase, fired } = evidence;
  return (
    PERSONALITIES[chaosCase.chip].boot.printsOn === "uart2" &&
    chaosCase.wiring.logPort === "wired" &&
    !isBlankBoard(evidence) &&
    chaosCase.recipe.bootloader === "keep" &&
    troubleOf(chaosCase, "no-boot-line") === undefined &&
    !fired.has("log-unplugged") &&
    !fired.has("log-hung")
  );
};
