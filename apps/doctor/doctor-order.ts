import type { DeliveryConfig } from "../../libs/jig/records-schema.ts";

/** What the doctor is asked. */
export interface DoctorOrder {
  /** This PC's name in records. */
  readonly station: string;
  readonly jigPath: string;
  /** For the rates of fixtures without a recipe of their own. */
  readonly recipePath: string | undefined;
  readonly dataDir: string;
  /** Where records go beside the journal, if anywhere. */
  readonly deliver?: DeliveryConfig | undefined;
  readonly redisUrl: string | undefined;
  readonly timers: "set" | "leave";
}
