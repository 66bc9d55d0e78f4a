import { type Fault, type FaultName, type FaultOf, findFault } from "../../libs/simulator/fault.ts";
import { TYPICAL_FLASH_TIMING, WORST_FLASH_TIMING } from "../../libs/simulator/flash-timing.ts";
import {
  type Allowance,
  type AllowanceRule,
  causesIf,
  fatal,
  harmless,
  recoverable,
} from "./allowance.ts";
import {
  bootloaderOf,
  chipOf,
  hasRing,
  hasWitness,
  isBootChecked,
  isUncontrolled,
} from "./board-facts.ts";
import type { Evidence } from "./evidence.ts";
import { faultOf, faultsOf, troubleOf } from "./troubles-of.ts";

type FaultRule<Name extends FaultName> = (evidence: Evidence, fault: FaultOf<Name>) => Allowance;

/** Bytes spoilt on the way can make anything of an answer, but never a pass of a wrong board. */
const garbled = (evidence: Evidence): Allowance =>
  recoverable(
    "read-mismatch",
    // A sector written askew looks as one that was not erased, where no second erase can tell.
    ...causesIf(isUncontrolled(evidence), "protected"),
    "no-link",
    "link-lost",
    "erase-failed",
    "write-failed",
    "verify-mismatch",
    "stray-write",
  );

const unreachable = (): Allowance => fatal("no-link");

const restarting = (evidence: Evidence): Allowance =>
  recoverable("board-restarted", ...causesIf(!hasWitness(evidence), "link-lost"));

const unlinked = (evidence: Evidence): Allowance =>
  recoverable("no-link", "link-lost", ...restarting(evidence).causes);

const neverBoots = (evidence: Evidence): Allowance => {
  const unreached = causesIf(isUncontrolled(evidence), "no-link");
  return isBootChecked(evidence)
    ? recoverable("boot-silent", "boot-wrong", "boot-loop", ...unreached)
    : recoverable(...unreached);
};

/** Without a bootloader in it, some chips cannot be reached, and none boots until it gets one. */
const blank = (evidence: Evidence): Allowance => {
  if (!chipOf(evidence).download.hasRomDownloadMode) return fatal("no-link");
  if (isUncontrolled(evidence)) return fatal("no-link");
  const { bootloader, own } = evidence.chaosCase.recipe;
  if (bootloader !== "write") return fatal("bootloader-mismatch");
  // A MAC goes into a calibration that is there.
  return own === "given" ? fatal("identity-invalid") : harmless;
};

/** A bootloader that the chip does not run; what it is does not show where its contents are kept. */
const bricked = (evidence: Evidence): Allowance => {
  if (!chipOf(evidence).download.hasRomDownloadMode) return fatal("no-link");
  return recoverable("bootloader-mismatch", ...neverBoots(evidence).causes);
};

/** Where nothing was to be erased, only that nothing can be written shows. */
const closed = (evidence: Evidence): Allowance => {
  const { previous } = evidence.chaosCase;
  // Where nobody can restart the chip, or it outlasts that, some open no more once a CRC has closed them.
  const { hasRomDownloadMode } = chipOf(evidence).download;
  const outlasts = troubleOf(evidence.chaosCase, "holds-charge") !== undefined;
  const isOnce = isUncontrolled(evidence) || outlasts;
  const unasked = causesIf(isOnce && !hasRomDownloadMode, "verify-mismatch");
  if (previous.kind === "image") return recoverable("protected", ...unasked);
  return previous.kind === "factory"
    ? fatal("protected", ...unasked)
    : recoverable("protected", "erase-failed", "write-failed", ...unasked);
};

/** How long a page takes at most, in ms: every fault that slows it slows it on top of the others. */
const pageMsOf = ({ chaosCase }: Evidence): number => {
  const slow = findFault(faultsOf(chaosCase), "slow-write");
  const isWorst = troubleOf(chaosCase, "worst-flash") !== undefined;
  const { pageProgramMs } = isWorst ? WORST_FLASH_TIMING : TYPICAL_FLASH_TIMING;
  return pageProgramMs * (slow?.factor ?? 1);
};

/** What comes of pages that take that long. */
const slowPages = (evidence: Evidence): Allowance =>
  pageMsOf(evidence) <= PATIENT.pageMs && !overflows(evidence)
    ? harmless
    : recoverable("link-lost", "write-failed");

/**
 * Bytes that arrive while a page is programmed go into the ring; where they come faster than pages are
 * done, a sector's worth overflows it.
 */
const overflows = (evidence: Evidence): boolean => {
  const { baud } = evidence.chaosCase.recipe;
  const arrivalMs = (256 * 10_000) / baud;
  return hasRing(evidence) && pageMsOf(evidence) > arrivalMs;
};

const closedByTrap = (evidence: Evidence): Allowance =>
  recoverable("verify-mismatch", "erase-failed", "write-failed", ...closed(evidence).causes);

/** Limits below which the station must wait, in multiples of typical times and ms. */
const PATIENT = { erase: 15, pageMs: 50, late: 1000, window: 20, proof: 500 } as const;

const RULES: { readonly [Name in FaultName]: FaultRule<Name> } = {
  silent: unreachable,
  deaf: unreachable,
  mute: unreachable,
  "wrong-uart": unreachable,
  flips: garbled,
  drops: garbled,
  doubles: garbled,
  loose: garbled,
  chatter: (evidence) =>
    // What is heard in its window makes T's bootloader crash.
    recoverable(
      ...garbled(evidence).causes,
      ...causesIf(isBootChecked(evidence), "boot-loop", "boot-silent", "boot-wrong"),
    ),
  noise: () => harmless,
  "deaf-above": (evidence) =>
    // A chip left at a rate at which it is deaf has to be restarted.
    isUncontrolled(evidence) ? recoverable("no-link") : harmless,

  "dies-at": () => recoverable("link-lost"),
  "reboots-at": restarting,
  "brown-out": restarting,
  "holds-charge": () => recoverable("no-link"),
  "restarts-after": (evidence, { ms }) =>
    // One that never stays linked for as long as it takes to prove it was never linked.
    ms >= PATIENT.proof ? restarting(evidence) : unlinked(evidence),
  "reset-held": unreachable,

  "dead-flash": (evidence) =>
    chipOf(evidence).download.hasRomDownloadMode && !isUncontrolled(evidence)
      ? fatal("flash-unreadable")
      : fatal("no-link"),
  "blank-flash": blank,
  protected: closed,
  "worst-flash": slowPages,
  stuck: (evidence) =>
    recoverable(
      "erase-failed",
      "write-failed",
      "verify-mismatch",
      // An application that does not start restarts nothing.
      ...causesIf(isUncontrolled(evidence), "no-link"),
    ),
  "slow-erase": (evidence, { factor }) =>
    factor <= PATIENT.erase && troubleOf(evidence.chaosCase, "worst-flash") === undefined
      ? harmless
      : recoverable("link-lost", "erase-failed"),
  "slow-write": slowPages,
  // All of them are in the station's table, closed by bits that it knows.
  "flash-part": () => harmless,
  // Where the station leaves such a register alone, a bootloader that closes it does not.
  "sr-trap": (evidence) => (hasRing(evidence) ? closedByTrap(evidence) : harmless),
  "sr-locked": closed,
  "wip-stuck": () => recoverable("protected", "erase-failed", "write-failed"),
  // Calibration is what a board is known by, and can be what was hit.
  stray: () => recoverable("stray-write", "wrong-chip"),

  "wrong-chip": () => fatal("wrong-chip", "unknown-chip"),
  "efuse-key": (evidence, { words }) => {
    if (chipOf(evidence).image.efuseKeys.length === 0) return harmless;
    // A key that reads as zero is none, or one that must not be read: the bootloader tells.
    return words.every((word) => word === 0) ? recoverable("wrong-key") : fatal("wrong-key");
  },
  bootloader: (evidence) =>
    // Identification asks for a CRC, and what a CRC closes some open for a reset only.
    isUncontrolled(evidence)
      ? recoverable("protected", "verify-mismatch", "unknown-chip")
      : harmless,
  late: (_, { ms }) => (ms <= PATIENT.late ? harmless : recoverable("no-link")),
  narrow: (_, { ms }) => (ms >= PATIENT.window ? harmless : recoverable("no-link")),
  "drops-reply": () => harmless,
  "truncates-reply": () => harmless,
  "wrong-crc": (evidence) =>
    // A chip whose bootloader is not known is known by how it counts a CRC's range.
    recoverable(
      "verify-mismatch",
      ...causesIf(bootloaderOf(evidence) === undefined, "unknown-chip"),
      ...causesIf(evidence.chaosCase.recipe.backup === "whole", "read-mismatch"),
    ),
  "loses-baud-reply": () => harmless,
  "garbles-baud-reply": () => harmless,
  "hangs-at": () => recoverable("link-lost", "no-link"),
  status: (_, { op }) => {
    if (op === 0x0f) return recoverable("erase-failed");
    return op === 0x07 ? recoverable("write-failed") : harmless;
  },
  echoes: () => fatal("no-link", "link-lost", "unknown-chip"),

  "no-boot-line": (evidence) =>
    isBootChecked(evidence) ? fatal("boot-silent", "boot-wrong") : harmless,
  "boot-silent": neverBoots,
  "boot-loop": neverBoots,
  "app-crash": neverBoots,
  "boots-other": (evidence) => {
    // Another application may not restart the board.
    const unreached = causesIf(isUncontrolled(evidence), "no-link");
    return isBootChecked(evidence) ? fatal("boot-wrong", ...unreached) : recoverable(...unreached);
  },

  "no-bootloader": bricked,
  "half-bootloader": bricked,
  "foreign-bootloader": bricked,

  // A run does not use SPI.
  "spi-silent": () => harmless,
  "spi-id": () => harmless,
  "spi-dies-at": () => harmless,
  "spi-protected": () => harmless,
};

/** What a fault of the board may lead to. */
export const faultAllowance: AllowanceRule = (evidence, trouble) => {
  if (trouble.kind !== "board") return harmless;
  return allow(evidence, faultOf(trouble.fault));
};

const allow = <Name extends FaultName>(evidence: Evidence, fault: FaultOf<Name> & Fault) =>
  (RULES[fault.kind] as FaultRule<Name>)(evidence, fault);
