import { isRootHub, type UsbDevice, type UsbPlace } from "./usb-device.ts";

/** A port at work: where it is plugged in, and how fast it bursts. */
export interface PortUse {
  /** For people, such as /dev/ttyUSB0 or F01. */
  readonly name: string;
  readonly usb: UsbPlace;
  readonly baud: number;
}

/** What ports share one full-speed wire on. */
export interface Bottleneck {
  /** Such as "the full-speed hub 1-2" or "the one translator of hub 1-2". */
  readonly name: string;
  /** The hub's, bus's or device's position in USB, such as 1-2. */
  readonly position: string;
  readonly ports: readonly string[];
  /** What its ports move if all burst at once. */
  readonly bytesPerSecond: number;
  /** That as a share of what it carries; more than 1 is too much. */
  readonly load: number;
}

const FULL_SPEED_MBPS = 12;

/**
 * What a full-speed hub or one transaction translator carries for certain: of about 1.2 MB/s so much
 * that 11 ports bursting at 921600 fit and 12 do not, 5 at 2 M and not 6 (hardware.md).
 */
const CARRIES_BYTES_PER_SECOND = 1_080_000;

/** Start bit, 8 data bits, stop bit. */
const bytesPerSecond = (baud: number): number => baud / 10;

/** How many ports may burst at once at a rate behind one full-speed hub or translator. */
export const portsThatFit = (baud: number): number =>
  Math.floor(CARRIES_BYTES_PER_SECOND / bytesPerSecond(baud));

/**
 * The full-speed wires that ports share, the fullest first. Faster wires carry hundreds of ports and are not
 * listed; neither is a port of which sysfs tells no speed.
 */
export const findBottlenecks = (uses: readonly PortUse[]): Bottleneck[] => {
  const sharing = Map.groupBy(
    uses.flatMap((use) => {
      const place = bottleneckOf(use.usb);
      return place === undefined ? [] : [{ ...use, place }];
    }),
    ({ usb, place }) => `${usb.controller} ${place.position} ${place.name}`,
  );
  return [...sharing.values()]
    .flatMap(([first, ...others]): Bottleneck[] => {
      if (first === undefined) return [];
      const all = [first, ...others];
      const moved = all.reduce((sum, { baud }) => sum + bytesPerSecond(baud), 0);
      return [
        {
          ...first.place,
          ports: all.map(({ name }) => name),
          bytesPerSecond: moved,
          load: moved / CARRIES_BYTES_PER_SECOND,
        },
      ];
    })
    .sort((a, b) => b.load - a.load);
};

/**
 * The last full-speed wire on the way up, which carries all that hangs below it; undefined where all is faster.
 * A controller's own high-speed sockets are no bottleneck that is known.
 */
export const bottleneckOf = ({
  chain,
}: UsbPlace): Pick<Bottleneck, "name" | "position"> | undefined => {
  const at = chain.findLastIndex(({ speedMbps }) => (speedMbps ?? Infinity) <= FULL_SPEED_MBPS);
  const slow = chain[at];
  if (slow === undefined) return undefined;
  const above = chain[at + 1];
  if (above === undefined || isRootHub(above)) return named(ownWire(slow), slow);
  if (above.hub?.translators === "one-a-port") {
    const port = slow.name.split(/[-.]/).at(-1);
    return named(`the translator of port ${port} of hub ${above.name}`, above);
  }
  // A high-speed hub that does not say how many it has has one at least.
  return named(`the one translator of hub ${above.name}`, above);
};

const named = (
  name: string,
  { name: position }: UsbDevice,
): Pick<Bottleneck, "name" | "position"> => ({
  name,
  position,
});

const ownWire = (slow: UsbDevice): string => {
  if (isRootHub(slow)) return `the full-speed bus ${slow.name}`;
  return `the full-speed ${slow.hub === undefined ? "adapter" : "hub"} ${slow.name}`;
};
