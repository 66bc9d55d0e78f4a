import type { ChipName } from "../chips/chip.ts";
import type { ResetReason } from "./boot-log.ts";
import type { ChipCore } from "./chip-core.ts";
import type { KeyWords } from "./n-registers.ts";
import type { AfterMismatch, ArrivedPage, Request } from "./request-parser.ts";
import type { StoredKey } from "./stored-code.ts";

/** A chip's download mode between two starts: the commands and what they remember. */
export interface DownloadMode {
  execute(request: Request, core: ChipCore): void;
  /** A page of a write-4K request has arrived while the rest of it has not. */
  acceptPage(page: ArrivedPage, core: ChipCore): void;
}

/** How long the chip waits for a host, and what it does otherwise. Times in ms. */
export interface BootFacts {
  /** From power or reset until UART1 listens. */
  readonly listensAfterMs: number;
  /** Open this long after the last byte, or after its start if `junkHolds` is undefined. */
  readonly windowMs: number;
  /** A window that unread bytes keep open, and the end of it counted from when UART1 listens. */
  readonly junkHolds: { readonly ringBytes: number; readonly capMs: number } | undefined;
  /** A linked chip that hears nothing for so long resets itself. */
  readonly linkedIdleMs: number | undefined;
  /** From the end of the window to the jump into the application. */
  readonly loaderMs: number;
  /** From the jump to the application's first line. */
  readonly appMs: number;
  /** The bootloader in flash prints its banner before the window (it is the window) or after it. */
  readonly bannerComes: "before-window" | "after-window";
  readonly banner: (reason: ResetReason) => Uint8Array;
  /** The bootloader's last words before it jumps to the application. */
  readonly jump: Uint8Array;
  /** Where the bootloader prints: some do it on the flashing port (uart-protocol.md section 10). */
  readonly printsOn: "uart1" | "uart2";
}

/** What a fault makes a chip tell in place of its own. */
export interface ForeignTraits {
  /** Chip id, or the bootloader's fingerprint where there is no id. */
  readonly id?: number | undefined;
  /** What eFuse holds. */
  readonly key?: KeyWords | undefined;
}

/** A kind of chip as the simulator knows it, apart from what the station knows. */
export interface Personality {
  readonly chip: ChipName;
  /** As the application prints it. */
  readonly marking: string;
  readonly appStart: number;
  /** Sizes of flash it comes with, the usual one first. */
  readonly flashSizes: readonly [number, ...number[]];
  /** Whether the CPU unscrambles what it fetches. */
  readonly codeKey: StoredKey;
  /** The flash's status register as it leaves the factory. */
  readonly factoryStatus: number;
  readonly boot: BootFacts;
  /** Can be called into SPI mode while it starts (uart-protocol.md section 9). */
  readonly hasSpiMode: boolean;
  readonly afterMismatch: AfterMismatch;
  /** Bytes that arrive while a command is carried out: kept in a ring of this size, or lost. */
  readonly ringBytes: number | undefined;
  /** The rate the UART's divider makes of the one asked for. */
  readonly actualBaud: (asked: number) => number;
  readonly createDownloadMode: (foreign: ForeignTraits) => DownloadMode;
  /** The same chip with another version of its bootloader, such as `1.0.4`; absent where none differ. */
  readonly withBootloader?: ((version: string) => Personality) | undefined;
}
