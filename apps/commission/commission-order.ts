import type { WireSpeed } from "../../libs/simulator/receive-line.ts";

/** A jig to prove. */
export interface CommissionOrder {
  readonly jigPath: string;
  /** Ids of the nests to look at, `F01,F02`; all if absent. Of a part nothing is stored. */
  readonly only: string | undefined;
  /** How often each board is started to measure when it answers. */
  readonly repeat: number;
  /** Of simulated boards. */
  readonly speed: WireSpeed;
  /** Whether a person can read and act here. */
  readonly hasTerminal: boolean;
  readonly program: string;
}
