/** What makes a hub a bottleneck for slower devices behind it. */
export type Translators =
  /** It does not translate: a full-speed hub, a USB 3 hub, or the controller itself. */
  | "none"
  /** One transaction translator serves all its ports. */
  | "one"
  /** Each port has its own. */
  | "one-a-port";

/** A device or hub on the way from an adapter to its controller. */
export interface UsbDevice {
  /** The kernel's name, which is its position: `1-2.3`, or `usb1` for a controller's own (root) hub. */
  readonly name: string;
  /** 1.5, 12 (full speed), 480 (high speed), 5000 and more; absent where sysfs does not say. */
  readonly speedMbps?: number;
  /** Vendor and product, such as 0403:6011. */
  readonly usbId?: string;
  readonly product?: string;
  /** Only of a hub. */
  readonly hub?: { readonly ports?: number; readonly translators: Translators };
}

/** Where an adapter is plugged in. */
export interface UsbPlace {
  /** The host controller's name, such as 0000:00:14.0; it serves two buses where it knows USB 3. */
  readonly controller: string;
  /** The adapter itself first, then every hub up to the root hub. */
  readonly chain: readonly UsbDevice[];
}

/** Whether it is a controller's own hub, which a person cannot unplug. */
export const isRootHub = ({ name }: UsbDevice): boolean => /^usb\d+$/.test(name);
