import type { FlashPart } from "../chips/flash-parts.ts";
import type { Clock } from "../clock/clock.ts";
import { StepError } from "../failure/step-error.ts";
import type { SpiBus } from "./spi-bus.ts";

const WRITE_ENABLE = 0x06;
const WRITE_STATUS = 0x01;
const WRITE_SECOND_STATUS = 0x31;
const READ_SECOND_STATUS = 0x35;

/** WIP, and WEL, which come and go by themselves. */
const BUSY = 0x01;
const VOLATILE = 0x03;
const POLL_MS = 5;
const POLLS = 40;
/** A second register that reads so is not there. */
const NOBODY = 0xff;

/**
 * Clears what protects the flash of a chip in SPI mode, where something does: every other bit is kept, and it is
 * believed when read back (uart-protocol.md sections 4.3 and 9). flashrom clears BP bits by itself, but
 * not CMP, which turns their meaning over.
 * @returns the status register as it was found, SR1 in the low byte.
 * @throws StepError `protected`; `spi-failed`.
 */
export const liftProtection = async (
  bus: SpiBus,
  part: FlashPart,
  clock: Clock,
  signal?: AbortSignal,
): Promise<number> => {
  const settled = (): Promise<number> => readSettled(bus, part, clock, signal);
  const found = await settled();
  const isOpen = (register: number): boolean => (register & part.protectMask) === 0;
  // What will be written back must not come from one garbled answer: QE would be gone.
  if (isOpen(found)) return found;
  if ((await settled()) !== found) throw protectedBy(found);
  const wanted = found & ~part.protectMask;
  const [low, high] = [wanted & 0xff, wanted >> 8];
  const isWide = part.statusOps.length > 1;
  await write(bus, WRITE_STATUS, isWide ? [low, high] : [low]);
  let left = await settled();
  if (isWide && left !== wanted) {
    await write(bus, WRITE_STATUS, [low]);
    await settled();
    if (part.statusOps.includes(READ_SECOND_STATUS)) await write(bus, WRITE_SECOND_STATUS, [high]);
    left = await settled();
  }
  if (!isOpen(left)) throw protectedBy(left);
  return found;
};

const protectedBy = (statusRegister: number): StepError =>
  new StepError({ code: "protected", address: 0, statusRegister });

const write = async (bus: SpiBus, op: number, values: readonly number[]): Promise<void> => {
  await bus.transfer(Uint8Array.of(WRITE_ENABLE), 0);
  await bus.transfer(Uint8Array.of(op, ...values), 0);
};

/** Once no write is in progress any more. */
const readSettled = async (
  bus: SpiBus,
  { statusOps }: FlashPart,
  clock: Clock,
  signal: AbortSignal | undefined,
): Promise<number> => {
  let value = 0;
  for (let poll = 0; poll < POLLS; poll += 1) {
    value = 0;
    for (const [index, op] of statusOps.entries()) {
      const [byte = NOBODY] = (await bus.transfer(Uint8Array.of(op), 1)).after;
      if (index === 0 || byte !== NOBODY) value |= byte << (8 * index);
    }
    if ((value & BUSY) === 0) return value & ~VOLATILE;
    await clock.sleep(POLL_MS, signal);
  }
  throw protectedBy(value);
};
