import { realpath } from "node:fs/promises";
import { promisify } from "node:util";
import type { SpiMessage } from "spi-device";
import { StepError } from "../failure/step-error.ts";
import { explainSpiError } from "./explain-spi-error.ts";
import type { SpiAnswer, SpiBus } from "./spi-bus.ts";
import { type SpidevPlace, spidevNumbers } from "./spidev-place.ts";

/** As much of spi-device's device as is used. */
export interface SpiChannel {
  transfer(message: SpiMessage, done: (error: Error | null | undefined) => void): unknown;
  close(done: (error: Error | null | undefined) => void): unknown;
}

/** Opens a device, mode 3, as BK7231_SPI_Flasher does. Rejects with what spi-device has to say. */
export type OpenSpiChannel = (
  bus: number,
  select: number,
  maxSpeedHz: number,
) => Promise<SpiChannel>;

const openChannel: OpenSpiChannel = async (bus, select, maxSpeedHz) => {
  // Its native part is optional: only a jig with such a device may need it.
  const { default: spi } = await import("spi-device");
  return new Promise((resolve, reject) => {
    const device = spi.open(bus, select, { mode: 3, maxSpeedHz }, (error) =>
      error ? reject(error) : resolve(device),
    );
  });
};

/**
 * Opens a bus of Linux' spidev, which is full duplex. `open` stands for the package. To be disposed of before
 * flashrom uses the device. Rejects with `StepError` (`spi-failed`).
 */
export const openSpidevBus = async (
  { device, speedHz }: SpidevPlace,
  open: OpenSpiChannel = openChannel,
): Promise<SpiBus> => {
  const explained = async <T>(action: () => Promise<T>): Promise<T> => {
    try {
      return await action();
    } catch (cause) {
      const reason = explainSpiError(cause);
      throw new StepError({ code: "spi-failed", bus: device, reason }, { cause });
    }
  };
  const channel = await explained(async () => {
    // A name given by udev leads to the device.
    const numbers = spidevNumbers(device) ?? spidevNumbers(await realpath(device));
    if (numbers === undefined) throw new Error("it is no spidev device: give /dev/spidevB.C");
    return open(numbers.bus, numbers.select, speedHz);
  });
  return {
    transfer: (out, read): Promise<SpiAnswer> =>
      explained(async () => {
        const byteLength = out.length + read;
        const sendBuffer = Buffer.alloc(byteLength);
        sendBuffer.set(out);
        const receiveBuffer = Buffer.alloc(byteLength);
        const message = [{ byteLength, sendBuffer, receiveBuffer, speedHz }];
        await promisify(channel.transfer.bind(channel))(message);
        return {
          meanwhile: receiveBuffer.subarray(0, out.length),
          after: receiveBuffer.subarray(out.length),
        };
      }),
    // A disposer must not throw, and a device that cannot be closed is of no use to anybody.
    [Symbol.asyncDispose]: async () => {
      await promisify(channel.close.bind(channel))().catch(() => undefined);
    },
  };
};
