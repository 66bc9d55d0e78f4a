import type { UsbPlace } from "./usb-device.ts";

/** How much of what a host controller can address is taken. */
export interface ControllerLoad {
  /** Such as 0000:00:14.0. */
  readonly controller: string;
  readonly adapters: number;
  /** "many" from where some controllers run out of endpoints, "too-many" from where most do. */
  readonly crowded: "no" | "many" | "too-many";
}

/** An xHCI controller serves 24 to 32 single adapters; some have 96 endpoints in all (hardware.md). */
const SURELY_SERVED = 24;
const HARDLY_SERVED = 32;

/** The adapters at each host controller, the most crowded first. A chip with several ports counts once. */
export const countAdapters = (places: readonly UsbPlace[]): ControllerLoad[] =>
  [...Map.groupBy(places, ({ controller }) => controller)]
    .map(([controller, members]): ControllerLoad => {
      const adapters = new Set(members.map(({ chain }) => chain[0]?.name)).size;
      return { controller, adapters, crowded: crowdedBy(adapters) };
    })
    .sort((a, b) => b.adapters - a.adapters);

const crowdedBy = (adapters: number): ControllerLoad["crowded"] => {
  if (adapters > HARDLY_SERVED) return "too-many";
  return adapters > SURELY_SERVED ? "many" : "no";
};
