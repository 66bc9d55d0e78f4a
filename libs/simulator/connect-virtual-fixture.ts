import type { Clock } from "../clock/clock.ts";
import { StepError } from "../failure/step-error.ts";
import type { BoardControl, Fixture, FixtureSession } from "../fixture/fixture.ts";
import type { AdapterConfig } from "../jig/jig.ts";
import type { ModemLines } from "../link/serial-link.ts";
import { MemoryLink } from "./memory-link.ts";
import type { VirtualBoard } from "./virtual-board.ts";

const OPEN_BAUD = 115_200;

/** A board switched on or off, `at` ms of the clock. */
export interface PowerEdge {
  readonly to: "on" | "off";
  readonly at: number;
}

/** How a simulated board is wired into its nest. */
export interface NestWiring {
  readonly id: string;
  readonly clock: Clock;
  /** Where UART2 goes; "flash": into the flash port's receive line, beside UART1. */
  readonly logPort: "wired" | "flash" | "absent";
  /**
   * "power": a relay switches the supply. "reset-line": always powered, CEN on the flash port's RTS,
   * which opening the port raises and lets go.
   * "none": always powered, nothing to switch.
   */
  readonly control: "power" | "reset-line" | "none";
  /** Shortest time off, in ms. */
  readonly offMs: number;
  /** Of the flash port. */
  readonly adapter?: AdapterConfig;
}

const USUAL_WIRING = { id: "F01", logPort: "wired", control: "power", offMs: 100 } as const;

const LOG_WIRES = { wired: "own-port", flash: "flash-port", absent: "none" } as const;

/** A nest in this process: a fixture for procedures, and its inside for tests. */
export interface ConnectedFixture extends Fixture {
  readonly board: VirtualBoard;
  /** When the relay clicked. */
  readonly edges: readonly PowerEdge[];
  /** The link of the session that is open, or was last. */
  readonly flashLink: MemoryLink | undefined;
  readonly logLink: MemoryLink | undefined;
  /** From now on the relay fails with this reason; undefined: it works. */
  breakRelay(reason: string | undefined): void;
}

/** Puts a board into a nest whose ports and relay are in memory, on the board's clock. */
export const connectVirtualFixture = (
  board: VirtualBoard,
  wiring: Pick<NestWiring, "clock"> & Partial<NestWiring>,
): ConnectedFixture => new MemoryFixture(board, { ...USUAL_WIRING, ...wiring });

const SHARES_NO_SUPPLY = { awaitTurn: async () => {}, settled: () => {} } as const;

class MemoryFixture implements ConnectedFixture {
  readonly id: string;
  readonly board: VirtualBoard;
  readonly #wiring: NestWiring;
  readonly #edges: PowerEdge[] = [];
  readonly #wires: DisposableStack = new DisposableStack();
  #flashLink: MemoryLink | undefined;
  #logLink: MemoryLink | undefined;
  #relayFault: string | undefined;

  constructor(board: VirtualBoard, wiring: NestWiring) {
    this.id = wiring.id;
    this.board = board;
    this.#wiring = wiring;
    this.#wires.use(board.onTransmit((bytes, baud) => this.#flashLink?.deliver(bytes, baud)));
    this.#wires.use(board.onLog((bytes, baud) => this.#logLink?.deliver(bytes, baud)));
    if (wiring.control !== "power") board.powerOn();
  }

  get edges(): readonly PowerEdge[] {
    return this.#edges;
  }

  get flashLink(): MemoryLink | undefined {
    return this.#flashLink;
  }

  get logLink(): MemoryLink | undefined {
    return this.#logLink;
  }

  breakRelay(reason: string | undefined): void {
    this.#relayFault = reason;
  }

  async open(): Promise<FixtureSession> {
    const { id, clock, control, logPort, adapter } = this.#wiring;
    const flash = new MemoryLink(
      {
        path: `memory:${id}/flash`,
        clock,
        adapter,
        send: (bytes, baud) => this.board.receive(bytes, baud),
        ...(control === "reset-line" && { setLines: (lines) => this.#wireReset(lines) }),
      },
      OPEN_BAUD,
    );
    const log =
      logPort === "wired"
        ? new MemoryLink({ path: `memory:${id}/log`, clock, send: () => {} }, OPEN_BAUD)
        : undefined;
    this.#flashLink = flash;
    this.#logLink = logPort === "flash" ? flash : log;
    if (control === "reset-line") this.#pulseReset();
    return {
      flash,
      log: this.#logLink,
      logWire: LOG_WIRES[logPort],
      control: this.#boardControl(flash),
      release: async () => {
        const failure = await this.makeSafe();
        await flash[Symbol.asyncDispose]();
        await log?.[Symbol.asyncDispose]();
        return failure;
      },
    };
  }

  async makeSafe() {
    if (this.#wiring.control !== "power") return undefined;
    try {
      this.#switch("off");
      return undefined;
    } catch (error) {
      if (error instanceof StepError) return error.failure;
      throw error;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.makeSafe();
    this.board.powerOff();
    this.#wires.dispose();
  }

  #boardControl(flash: MemoryLink): BoardControl {
    const { control, offMs } = this.#wiring;
    switch (control) {
      case "power":
        return {
          means: "cycle",
          offMs,
          stop: async () => this.#switch("off"),
          start: async () => this.#switch("on"),
          ...SHARES_NO_SUPPLY,
        };
      case "reset-line":
        return {
          means: "cycle",
          offMs,
          stop: () => flash.setLines({ rts: true, dtr: false }),
          start: () => flash.setLines({ rts: false, dtr: false }),
          ...SHARES_NO_SUPPLY,
        };
      case "none":
        return {
          means: "none",
          offMs,
          stop: async () => {},
          start: async () => {},
          ...SHARES_NO_SUPPLY,
        };
    }
  }

  /** As the kernel does with both lines when a port is opened. */
  #pulseReset(): void {
    this.#wireReset({ rts: true, dtr: true });
    this.#wireReset({ rts: false, dtr: false });
  }

  #wireReset({ rts }: ModemLines): void {
    if (rts) this.board.resetHold();
    else this.board.resetRelease();
  }

  #switch(to: "on" | "off"): void {
    if (this.#relayFault !== undefined) {
      const control = `relay of ${this.id}`;
      throw new StepError({ code: "relay-failed", control, reason: this.#relayFault });
    }
    if (this.board.powered === (to === "on")) return;
    if (to === "on") this.board.powerOn();
    else this.board.powerOff();
    this.#edges.push({ to, at: this.#wiring.clock.now() });
  }
}
