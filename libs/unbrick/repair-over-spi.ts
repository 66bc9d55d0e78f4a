import { createHash } from "node:crypto";
import { hexAddress } from "../bytes/hex.ts";
import type { Chip } from "../chips/chip.ts";
import { printable } from "../failure/printable.ts";
import { StepError } from "../failure/step-error.ts";
import { readMac } from "../firmware/calibration.ts";
import type { FoundPart } from "../flashrom/read-text.ts";
import { keepFlash } from "./keep-flash.ts";
import { meetFlash } from "./meet-flash.ts";
import { planRepair, type RepairPlan } from "./plan-repair.ts";
import type { RepairNest, RepairOrder, RepairTell } from "./repair-nest.ts";
import type { KeyProof, RepairedRange, UnbrickFacts } from "./unbrick-facts.ts";
import { verifyRepair } from "./verify-repair.ts";
import { writeBootloader } from "./write-bootloader.ts";

/**
 * Gives a board its bootloader back over SPI: the whole flash is read and kept first; then only those sectors of the
 * bootloader's area are written that differ from the image; then the whole flash is read back and compared. Where
 * none differs nothing is written. The board is left powered, in SPI mode, which its next restart ends.
 *
 * Once aborted it ends before the next reading, never in the middle of the write; it rejects with the signal's reason.
 * @throws StepError `spi-*`, `wrong-key`, `wrong-chip`, `key-unproven`, `backup-failed`, `relay-failed`, `port-*`.
 */
export const repairOverSpi = async (
  nest: RepairNest,
  order: RepairOrder,
  tell: RepairTell,
  signal: AbortSignal,
): Promise<UnbrickFacts> => {
  const known = new KnownFacts(order, nest, tell);
  try {
    await repair(nest, order, known, signal);
  } finally {
    // flashrom's last words are of most use where it failed.
    known.add({});
  }
  return known.facts;
};

const repair = async (
  nest: RepairNest,
  order: RepairOrder,
  known: KnownFacts,
  signal: AbortSignal,
): Promise<void> => {
  const { chip, backupFile } = order;
  const { tell } = known;
  const { flashId } = await tell.step("link", () => nest.enter(signal));
  known.add({ jedecId: flashId });
  const { flash: part, jedecId } = await tell.step("identify", (progress) =>
    meetFlash(nest, chip, flashId, progress, signal),
  );
  known.add({ jedecId, flash: { part: part.name, bytes: part.bytes } });
  tell.note(durationWords(part, nest.bitsPerSecond));
  const { flash, backup } = await tell.step("backup", (progress) =>
    keepFlash({ nest, part, progress, signal, backup: null }, backupFile),
  );
  known.add({ backup, mac: macIn(flash, chip) });
  const plan = await tell.step("compare", async () => decide(flash, order));
  const { contents, ranges, keyProof } = plan;
  known.add({ keyProof, ranges: rangesBefore(plan, flash) });
  tell.note(PROVED[keyProof.by]);
  if (ranges.length === 0) {
    return tell.note("The board's bootloader is the image's already: nothing was written");
  }
  for (const { start, end } of ranges) {
    tell.note(`To be written: ${hexAddress(start)} to ${hexAddress(end)}`);
  }
  signal.throwIfAborted();
  await tell.step("write", (progress) => {
    const bytes = (done: number, total: number): void => {
      tell.written(done);
      progress.bytes(done, total);
    };
    return writeBootloader(nest, part, plan, backup.file, { bytes });
  });
  const found = await tell.step("verify", (progress) => {
    const reading = { nest, part, progress, signal, backup: backup.file };
    return verifyRepair(reading, contents, chip.appStart);
  });
  known.add({ ranges: rangesAfter(known.facts.ranges, found), readBack: sha256(found) });
};

/** The flash, and how long its readings take: two that agree and one after the write. */
const durationWords = ({ name, bytes }: FoundPart, bitsPerSecond: number | null): string => {
  const part = `The flash is ${printable(name)}, ${bytes} bytes`;
  if (bitsPerSecond === null) return part;
  const seconds = Math.ceil((READINGS * bytes * 8) / bitsPerSecond);
  const time = seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
  return `${part}: it is read ${READINGS} times, about ${time} in all at this clock`;
};

const READINGS = 3;

const PROVED: Readonly<Record<KeyProof["by"], string>> = {
  app: "The board's app shows that its key is the image's",
  bootloader: "What is left of the board's bootloader shows that its key is the image's",
  named: "Nothing on the board shows its key: a person answers for it",
};

const decide = (flash: Uint8Array, { image, chip, keyNamedBy }: RepairOrder): RepairPlan => {
  const result = planRepair({ flash, area: image.area, chip, keyNamedBy });
  if (!result.ok) throw new StepError(result.failure);
  return result.plan;
};

const macIn = (flash: Uint8Array, { calibration }: Chip): string | null => {
  const macs = calibration.map(({ start, end }) => readMac(flash.subarray(start, end)));
  return macs.find((mac) => mac !== undefined) ?? null;
};

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

const rangesBefore = ({ ranges }: RepairPlan, flash: Uint8Array): readonly RepairedRange[] =>
  ranges.map(({ start, end }) => {
    return { start, end, before: sha256(flash.subarray(start, end)), after: null };
  });

const rangesAfter = (
  ranges: readonly RepairedRange[],
  found: Uint8Array,
): readonly RepairedRange[] =>
  ranges.map((range) => ({ ...range, after: sha256(found.subarray(range.start, range.end)) }));

/** What is known so far, told whenever it is more. */
class KnownFacts {
  readonly tell: RepairTell;
  readonly #nest: RepairNest;
  #facts: UnbrickFacts;

  constructor({ image }: RepairOrder, nest: RepairNest, tell: RepairTell) {
    this.tell = tell;
    this.#nest = nest;
    this.#facts = {
      image: image.facts,
      jedecId: null,
      flash: null,
      flashrom: null,
      backup: null,
      mac: null,
      keyProof: null,
      ranges: [],
      readBack: null,
    };
  }

  get facts(): UnbrickFacts {
    return this.#facts;
  }

  add(more: Partial<UnbrickFacts>): void {
    const { version, log } = this.#nest.flash;
    const flashrom = log === "" ? null : { version, log };
    this.#facts = { ...this.#facts, ...more, flashrom };
    this.tell.found(this.#facts);
  }
}
