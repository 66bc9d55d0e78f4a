import type { ChipName } from "../chips/chip.ts";
import type { RelayBoardName } from "../relay-boards/relay-boards.ts";
import type { VirtualWiring } from "./virtual-wiring-schema.ts";

/** How a fixture's next serial starts. */
export type Trigger = "operator" | "switch" | "auto";

/** A GPIO line by its chip's label, because numbers move between boots (hardware.md). */
export interface GpioLine {
  /** "gpio": through sysfs by onoff, and as "gpiod" where the kernel has no sysfs GPIO. "gpiod": through the character device. */
  readonly kind: "gpio" | "gpiod";
  readonly chip: string;
  readonly line: number;
  readonly activeLow: boolean;
}

/** What makes a GPIO line one and the same, however it is reached: two owners of one key would share a wire. */
export const gpioKey = ({ chip, line }: Pick<GpioLine, "chip" | "line">): string =>
  `gpio ${chip} ${line}`;

/** Whether a control, lamp or switch is a GPIO line. */
export const isGpioLine = (control: { readonly kind: string }): control is GpioLine =>
  control.kind === "gpio" || control.kind === "gpiod";

/** Which modem line. */
export type ModemLine = "rts" | "dtr";

/** A sequence of lines as written, such as `rts:1 wait:200 rts:0`; see `parseLineSequence`. */
export type SequenceText = `${string}:${string}`;

/** One channel of a USB relay board; other fixtures may have the others. */
export interface RelayChannel {
  readonly model: RelayBoardName;
  readonly port: string;
  /** As the board's maker counts. */
  readonly channel: number;
}

/** What switches a board's supply. */
export type PowerConfig =
  | GpioLine
  /** The line asserted = power on; closing the port switches off. */
  | { readonly kind: "line"; readonly line: ModemLine }
  /** The relay drawn = power on. */
  | ({ readonly kind: "serial-relay" } & RelayChannel)
  | { readonly kind: "command"; readonly on: readonly string[]; readonly off: readonly string[] }
  | { readonly kind: "manual" }
  | { readonly kind: "none" }
  /** A simulated board's supply, over the simulator's control socket. */
  | { readonly kind: "virtual"; readonly socket: string; readonly board: string };

/** What holds a board in reset. */
export type ResetConfig =
  /** CEN wired to the line: asserted = reset; or how to move both lines. */
  | { readonly kind: "line"; readonly line: ModemLine | SequenceText }
  | GpioLine
  | { readonly kind: "none" };

/** How a chip's flash is reached in SPI mode. */
export type SpiConfig =
  /** Linux' spidev; ours to enter SPI mode over. */
  | { readonly device: string; readonly speedHz: number }
  /** As flashrom wants it; `enter` is the program that puts the chip into SPI mode where ours cannot. */
  | { readonly programmer: string; readonly enter?: readonly string[] | undefined };

/** The USB adapter of a simulated flash port; what is absent is as good as can be. */
export interface AdapterConfig {
  /** How long it holds back what the board sends until 62 bytes are there, in ms (FTDI: 16). */
  readonly latencyMs?: number | undefined;
  /** In place of a faster rate it takes 9600 baud. */
  readonly fastestBaud?: number | undefined;
  /** Share of the bytes from the board that it loses. */
  readonly drops?: number | undefined;
}

/** A simulated board in place of ports. */
export interface VirtualBoardConfig {
  readonly chip: ChipName;
  /** File with the initial flash, as an absolute path; a factory-fresh board if absent. */
  readonly flash?: string | undefined;
  /** By the names of docs/simulator.md. */
  readonly faults: readonly string[];
  readonly adapter?: AdapterConfig | undefined;
  /** How its nest is wired, where that is wrong. */
  readonly wiring?: VirtualWiring | undefined;
}

/** What people and machines do to a nest. Active: lid closed, board present, button pressed. */
export interface NestInputs {
  readonly lid?: GpioLine | undefined;
  readonly present?: GpioLine | undefined;
  readonly start?: GpioLine | undefined;
}

/** What a nest shows: the verdict of its last run, or that one is under way. */
export interface NestLamps {
  readonly pass?: GpioLine | undefined;
  readonly fail?: GpioLine | undefined;
  readonly busy?: GpioLine | undefined;
}

/** What all nests have. */
interface FixtureBase {
  readonly id: string;
  readonly inputs?: NestInputs | undefined;
  readonly lamps?: NestLamps | undefined;
  /** Recipe in place of the lot's, as an absolute path. */
  readonly recipe?: string | undefined;
  /** Name of the supply it shares with others; see `supplyPlans`. */
  readonly supply?: string | undefined;
}

/** In place of a log port's path: what the board logs is heard on the flash port. */
export const LOG_ON_FLASH_PORT = "flash";

/** A nest with real ports (pseudo-terminals included). */
export interface WiredFixture extends FixtureBase {
  readonly flashPort: string;
  /** A path, `LOG_ON_FLASH_PORT`, or nothing where the log is not wired. */
  readonly logPort?: string | undefined;
  readonly power: PowerConfig;
  readonly reset: ResetConfig;
  /** Where P20 to P23 are wired: the way to a flash whose bootloader is gone. */
  readonly spi?: SpiConfig | undefined;
  /** Shortest time off that surely resets the board, in ms. */
  readonly offMs: number;
}

/** A nest whose board is simulated. */
export interface VirtualFixture extends FixtureBase {
  readonly virtual: VirtualBoardConfig;
}

/** One nest of a jig file. */
export type FixtureConfig = WiredFixture | VirtualFixture;

/** How boards on one supply come on. */
export interface SupplyConfig {
  /** How many may be powering up together. */
  readonly atOnce: number;
  /** Between two of them at least, in ms. */
  readonly gapMs: number;
  /** Off before it comes on again at least, in ms; the nest's own `offMs` where that is longer or this absent. */
  readonly minOffMs?: number | undefined;
  /** So long at most one board is waited for, in ms. */
  readonly maxHoldMs: number;
}

/** A jig file, checked: ids, ports and relay lines are each used once. */
export interface Jig {
  readonly jig: string;
  readonly trigger: Trigger;
  /** By name. */
  readonly supplies?: Readonly<Record<string, SupplyConfig>> | undefined;
  /** Sounds when a run has ended. */
  readonly buzzer?: GpioLine | undefined;
  readonly fixtures: readonly FixtureConfig[];
}

/** Whether the nest's board is simulated. */
export const isVirtual = (fixture: FixtureConfig): fixture is VirtualFixture =>
  "virtual" in fixture;

/** Whether the nest has real ports. */
export const isWired = (fixture: FixtureConfig): fixture is WiredFixture => !isVirtual(fixture);

/** A jig without virtual nests, as a worker serves it. */
export interface WiredJig extends Jig {
  readonly fixtures: readonly WiredFixture[];
}

/** Paths of the ports a nest has for itself. */
export const portsOf = ({ flashPort, logPort }: WiredFixture): readonly string[] =>
  logPort === undefined || logPort === LOG_ON_FLASH_PORT ? [flashPort] : [flashPort, logPort];
