import { createRequire } from "node:module";

/** What watches one descriptor for serialport. */
interface NativePoller {
  poll(flags: number): void;
  stop(): void;
}

type Heard = (error: Error | null, flags: number) => void;
type NativePollerClass = new (descriptor: number, heard: Heard) => NativePoller;
type PollerClass = new (descriptor: number, native?: NativePollerClass) => object;

/** Two modules of serialport's binding: a port's poller is made of the first, around the native one of the second. */
interface BindingModules {
  readonly pollers: { Poller: PollerClass };
  readonly Native: NativePollerClass;
}

/** A native poller, and who hears it now. */
interface Watch {
  readonly native: NativePoller;
  heard: Heard | undefined;
}

/**
 * serialport 13 never frees the native poller of a closed port, nor what hangs on it: about a kilobyte for each
 * port ever opened, and a worker opens two for each board. From now on a port takes over the poller of the one
 * that had its descriptor before it: there are no more than ports were ever open at one time. A stopped poller
 * moves nothing, whatever its descriptor has become. Leaves a serialport that is made otherwise as it is.
 */
export const recyclePollers = (): void => {
  const modules = findModules();
  if (modules === undefined) return;
  const { pollers, Native } = modules;
  const Recycled = recycling(Native);
  pollers.Poller = class extends pollers.Poller {
    constructor(descriptor: number) {
      super(descriptor, Recycled);
    }
  };
};

const recycling = (Native: NativePollerClass): NativePollerClass => {
  const idle = new Map<number, Watch>();
  const take = (descriptor: number): Watch => {
    const known = idle.get(descriptor);
    idle.delete(descriptor);
    if (known !== undefined) return known;
    const hear: Heard = (error, flags) => watch.heard?.(error, flags);
    const watch: Watch = { native: new Native(descriptor, hear), heard: undefined };
    return watch;
  };
  return class implements NativePoller {
    readonly #descriptor: number;
    #watch: Watch | undefined;

    constructor(descriptor: number, heard: Heard) {
      this.#descriptor = descriptor;
      this.#watch = take(descriptor);
      this.#watch.heard = heard;
    }

    poll(flags: number): void {
      this.#watch?.native.poll(flags);
    }

    stop(): void {
      this.#watch?.native.stop();
    }

    /** Its port is about to close, and this was stopped. */
    destroy(): void {
      const watch = this.#watch;
      if (watch === undefined) return;
      this.#watch = undefined;
      watch.heard = undefined;
      idle.set(this.#descriptor, watch);
    }
  };
};

const findModules = (): BindingModules | undefined => {
  const required = createRequire(import.meta.resolve("serialport"));
  try {
    const pollers: unknown = required("@serialport/bindings-cpp/dist/poller");
    const bindings: unknown = required("@serialport/bindings-cpp/dist/serialport-bindings");
    if (!hasPoller(pollers) || !hasBinding(bindings) || !hasPoller(bindings.binding)) {
      return undefined;
    }
    return { pollers, Native: bindings.binding.Poller };
  } catch {
    return undefined;
  }
};

const hasPoller = (module: unknown): module is { readonly Poller: never } =>
  typeof module === "object" &&
  module !== null &&
  "Poller" in module &&
  typeof module.Poller === "function";

const hasBinding = (module: unknown): module is { readonly binding: unknown } =>
  typeof module === "object" && module !== null && "binding" in module;
