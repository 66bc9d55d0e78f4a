import type { KeyWords } from "./n-registers.ts";
import type { JedecId } from "./nor-flash.ts";
import type { StatusWiring } from "./status-wiring.ts";

/** Strikes the N-th time something happens since the chip's last start, or every time. */
interface Counted {
  readonly nth: number | "every";
  /** Never again in the board's life, however often the chip starts. */
  readonly once?: true;
}

/** Strikes when so many bytes were programmed since the chip's last start. */
interface AtBytes {
  readonly bytes: number;
  /** As for `Counted`. */
  readonly once?: true;
}

/** A wire, a contact or an adapter in trouble. */
type WireFault =
  | { readonly kind: "silent" | "deaf" | "mute" | "wrong-uart" }
  | { readonly kind: "flips" | "drops" | "doubles"; readonly rate: number }
  | { readonly kind: "loose" | "chatter"; readonly everyMs: number }
  | { readonly kind: "noise"; readonly bytes: number }
  | { readonly kind: "deaf-above"; readonly baud: number };

/** A supply or a reset line in trouble. */
type SupplyFault =
  | { readonly kind: "dies-at"; readonly bytes: number }
  | ({ readonly kind: "reboots-at" | "brown-out" } & AtBytes)
  | { readonly kind: "holds-charge"; readonly ms: number }
  | { readonly kind: "restarts-after"; readonly ms: number; readonly once?: true }
  | { readonly kind: "reset-held" };

/** A flash that is broken, worn, slow or locked. */
type FlashFault =
  | { readonly kind: "dead-flash" | "blank-flash" | "protected" | "worst-flash" }
  | {
      readonly kind: "flash-part";
      readonly id: JedecId;
      readonly wiring: StatusWiring;
      readonly status?: number;
    }
  | { readonly kind: "stuck"; readonly address: number; readonly mask: number }
  | { readonly kind: "slow-erase" | "slow-write"; readonly factor: number }
  | { readonly kind: "sr-trap" | "sr-locked" | "wip-stuck" }
  | ({ readonly kind: "stray"; readonly mask: number } & Counted);

/** A chip that says or does the wrong thing. */
type ChipFault =
  | { readonly kind: "wrong-chip"; readonly id: number }
  | { readonly kind: "efuse-key"; readonly words: KeyWords }
  | { readonly kind: "bootloader"; readonly version: string }
  | { readonly kind: "late" | "narrow"; readonly ms: number }
  | ({ readonly kind: "drops-reply" | "truncates-reply" | "wrong-crc" } & Counted)
  | ({ readonly kind: "loses-baud-reply" | "garbles-baud-reply" } & Counted)
  | ({ readonly kind: "hangs-at" } & Counted)
  | ({ readonly kind: "status"; readonly op: number; readonly code: number } & Counted)
  | { readonly kind: "echoes" };

/** An application that does not start as it should. */
type BootFault =
  | { readonly kind: "no-boot-line" | "boot-silent" }
  | { readonly kind: "boot-loop" | "app-crash"; readonly ms: number }
  | { readonly kind: "boots-other"; readonly version: string };

/** A bootloader in flash that is not one any more. */
type BrickFault = {
  readonly kind: "no-bootloader" | "half-bootloader" | "foreign-bootloader";
};

/** SPI mode in trouble. */
type SpiFault =
  | { readonly kind: "spi-silent" | "spi-protected" }
  | { readonly kind: "spi-id"; readonly id: JedecId }
  | { readonly kind: "spi-dies-at"; readonly bytes: number };

/** What can be wrong with a simulated board, each as docs/simulator.md tells it. */
export type Fault =
  | WireFault
  | SupplyFault
  | FlashFault
  | ChipFault
  | BootFault
  | BrickFault
  | SpiFault;

/** A fault's name, as jig files write it. */
export type FaultName = Fault["kind"];

/** The fault of one name. */
export type FaultOf<Name extends FaultName> = Fault & { readonly kind: Name };

/** Whether a fault has this name. */
export const isFault =
  <Name extends FaultName>(name: Name) =>
  (fault: Fault): fault is FaultOf<Name> =>
    fault.kind === name;

/** The fault of one name among a board's faults. */
export const findFault = <Name extends FaultName>(
  faults: readonly Fault[],
  name: Name,
): FaultOf<Name> | undefined => faults.find(isFault(name));
