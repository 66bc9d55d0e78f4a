import type { Chip } from "../chips/chip.ts";
import { flashPartOf } from "../chips/flash-parts.ts";
import { StepError } from "../failure/step-error.ts";
import type { Progress } from "../flasher/progress.ts";
import type { FoundFlash } from "../flashrom/flashrom.ts";
import { FlashromError } from "../flashrom/flashrom-trouble.ts";
import { failureOf, readingFailure } from "./flashrom-failure.ts";
import type { RepairNest } from "./repair-nest.ts";

/** Entries into SPI mode until flashrom meets the flash. */
const MOST_ENTRIES = 3;

/** The flash that answered, and the id it told when the board entered SPI mode or flashrom asked. */
export interface MetFlash {
  readonly flash: FoundFlash;
  readonly jedecId: string | null;
}

/**
 * Has flashrom find the flash that answered at the entry into SPI mode, `flashId` if that could be asked: the same,
 * of a size the chip comes with. One that stopped answering is called again, and so is flashrom where it broke off.
 * @throws StepError `spi-part-unknown`, `spi-unstable`, `spi-wrong-flash`, `spi-failed`, or what entering throws.
 */
export const meetFlash = async (
  nest: RepairNest,
  { flashSizes }: Pick<Chip, "flashSizes">,
  flashId: string | null,
  progress: Progress,
  signal: AbortSignal,
): Promise<MetFlash> => {
  const flash = await findFlash(nest, progress, signal);
  if (flash.id !== null && flashId !== null && flash.id !== flashId) {
    throw new StepError({ code: "spi-unstable", tries: 1, ids: [flashId, flash.id] });
  }
  const jedecId = flash.id ?? flashId;
  if (!flashSizes.includes(flash.bytes)) {
    const flashPart = (jedecId === null ? undefined : flashPartOf(jedecId)?.name) ?? flash.name;
    const found = { flashId: jedecId ?? "unknown", flashPart, flashBytes: flash.bytes };
    throw new StepError({ code: "spi-wrong-flash", ...found, expectedBytes: flashSizes[0] });
  }
  return { flash, jedecId };
};

const findFlash = async (
  nest: RepairNest,
  progress: Progress,
  signal: AbortSignal,
): Promise<FoundFlash> => {
  for (let entries = 1; ; entries += 1) {
    try {
      return await nest.flash.probe(signal);
    } catch (error) {
      if (!isWorthAnotherTry(error) || entries === MOST_ENTRIES) {
        throw failureOf(error, (trouble) => readingFailure(trouble, nest.programmer));
      }
      progress.recovered("linked-again");
      await nest.enter(signal);
    }
  }
};

/** A flash that says nothing, or a programmer that began badly: flashrom takes late answers of one for the next ones. */
const isWorthAnotherTry = (error: unknown): boolean => {
  if (!(error instanceof FlashromError)) return false;
  const { trouble } = error;
  return trouble.kind === "broken" || (trouble.kind === "no-flash" && trouble.id === null);
};
