/** A chip select of a Linux SPI bus. */
export interface SpidevPlace {
  /** Path of its device, such as `/dev/spidev0.0`. */
  readonly device: string;
  readonly speedHz: number;
}

/** Bus and chip select in a device's own name; undefined if it is none of spidev. */
export const spidevNumbers = (
  path: string,
): { readonly bus: number; readonly select: number } | undefined => {
  const [, bus, select] = /^\/dev\/spidev(\d{1,3})\.(\d{1,3})$/.exec(path) ?? [];
  return bus === undefined || select === undefined
    ? undefined
    : { bus: Number(bus), select: Number(select) };
};
