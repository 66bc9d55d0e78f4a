import type { Clock } from "../clock/clock.ts";
import { PortCaller } from "./port-caller.ts";
import { PortEar } from "./port-ear.ts";
import type { Hearing, PortTrouble } from "./survey.ts";
import type { SurveyPort } from "./survey-parts.ts";

/** Several calls fall into the shortest window (uart-protocol.md section 6.3). */
const CALL_EVERY_MS = 4;
/** The others' boards are not expected to start: still several calls into the shortest window. */
const CALL_OTHERS_EVERY_MS = 8;
/** Enough to see that a chip which answered goes on. More would only queue up on a busy machine. */
const CALL_CALM_EVERY_MS = 25;
/** With many ports the others call less often, or the calls alone would keep a core busy. */
const MS_PER_PORT = 0.25;

/** Ports that call at a pace of their own. */
interface Paces {
  /** They are waited for. */
  readonly urgent?: readonly string[];
  /** They have answered. */
  readonly calm?: readonly string[];
}

/** All ports of a survey: every one listens all the time, and calls when told to. */
export class PortRow implements Disposable {
  readonly #ears: ReadonlyMap<string, PortEar>;
  readonly #callers: ReadonlyMap<string, PortCaller>;
  readonly #ignored = new Set<string>();

  constructor(ports: readonly SurveyPort[], clock: Clock) {
    this.#ears = new Map(ports.map((port) => [port.id, new PortEar(port, clock)]));
    this.#callers = new Map(ports.map((port) => [port.id, new PortCaller(port, clock)]));
  }

  get ids(): readonly string[] {
    return [...this.#ears.keys()];
  }

  /** Ports that are lost. */
  get troubles(): readonly PortTrouble[] {
    return this.ids.flatMap((port) => {
      const failure = this.#ears.get(port)?.failure ?? this.#callers.get(port)?.failure;
      return failure === undefined ? [] : [{ port, failure }];
    });
  }

  /** All ports call from now on, `urgent` ones as often as a short window needs, `calm` ones now and then. */
  call({ urgent = [], calm = [] }: Paces): void {
    const others = Math.max(CALL_OTHERS_EVERY_MS, this.#callers.size * MS_PER_PORT);
    for (const [port, caller] of this.#callers) {
      if (urgent.includes(port)) caller.call(CALL_EVERY_MS);
      else caller.call(calm.includes(port) ? CALL_CALM_EVERY_MS : others);
    }
  }

  /** Nobody calls any more. */
  hush(): void {
    for (const caller of this.#callers.values()) caller.hush();
  }

  /** One link check on one port. */
  callOnce(port: string): void {
    this.#callers.get(port)?.callOnce();
  }

  /** Other bytes than link checks, unless the port is stuck with earlier ones. */
  send(port: string, bytes: Uint8Array): void {
    this.#callers.get(port)?.send(bytes);
  }

  /** A new watch begins on every port. */
  begin(): void {
    for (const ear of this.#ears.values()) ear.begin();
  }

  /** From now on as if these ports were silent: who answers with everything off proves nothing. */
  ignore(ports: readonly string[]): void {
    for (const port of ports) this.#ignored.add(port);
  }

  /** Whether what a port says counts. */
  trusts(port: string): boolean {
    return !this.#ignored.has(port);
  }

  /** What was heard in this watch. */
  heard(): readonly Hearing[] {
    return this.#trusted.flatMap((port) => this.#ears.get(port)?.heard() ?? []);
  }

  /** Ports that answered at or after a moment of the clock, in this watch. */
  answeringSince(at: number): readonly string[] {
    return this.#trusted.filter((port) => (this.#ears.get(port)?.lastAnswerAt ?? 0) >= at);
  }

  /** Whether a chip answered or spoke anywhere at or after a moment of the clock, in this watch. */
  heardSince(at: number): boolean {
    return this.#trusted.some((port) => (this.#ears.get(port)?.lastHeardAt ?? 0) >= at);
  }

  get #trusted(): readonly string[] {
    return this.ids.filter((port) => this.trusts(port));
  }

  [Symbol.dispose](): void {
    for (const caller of this.#callers.values()) caller[Symbol.dispose]();
    for (const ear of this.#ears.values()) ear[Symbol.dispose]();
  }
}
