import { stat } from "node:fs/promises";
import type { Clock } from "../clock/clock.ts";
import { openSerialLink, type SerialLinkOptions } from "./open-serial-link.ts";
import { PortError, type SerialLink } from "./serial-link.ts";

interface Attempt {
  readonly at: number;
  readonly connection: { readonly isStuck: boolean };
}

/**
 * Opens ports again and again for one owner. A call that never comes back keeps one of libuv's few
 * threads for good, so a device with such a call is not tried again until it has answered: a port
 * that hangs must not take the threads of its neighbours, try by try.
 */
export class PortOpener {
  readonly #clock: Clock;
  readonly #attempts = new Map<string, Attempt>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** As `openSerialLink`; rejects at once, as `hung`, where an earlier call still hangs. */
  async open(
    path: string,
    options: Omit<SerialLinkOptions, "clock" | "onMade">,
  ): Promise<SerialLink> {
    // By the device it is now: an adapter that was plugged in again is another one.
    const device = await stat(path).then(
      ({ dev, ino }) => `${dev}:${ino}`,
      () => path,
    );
    const clock = this.#clock;
    const now = clock.now();
    const last = this.#attempts.get(device);
    if (last?.connection.isStuck === true)
      throw new PortError(path, { kind: "hung", waitedMs: Math.round(now - last.at) });
    const onMade = (connection: Attempt["connection"]): void => {
      this.#attempts.set(device, { at: now, connection });
    };
    return await openSerialLink(path, { ...options, clock, onMade });
  }
}
