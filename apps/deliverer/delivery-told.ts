import type { RecordNews } from "../../libs/delivery/delivery-news.ts";

/** What `deliver` tells of itself, beside the records. */
type ServiceTold =
  /** Another process delivers the same journal's records, by its own words; it is waited for. */
  | { readonly kind: "delivery-waits"; readonly owner: string }
  | { readonly kind: "delivery-started"; readonly receiver: string; readonly waiting: number }
  /** The last: how many it delivered, and how many are left. */
  | { readonly kind: "delivery-ended"; readonly delivered: number; readonly waiting: number };

/** All that `deliver` tells; `at` is ISO 8601. */
export type DeliveryTold = { readonly at: string } & (ServiceTold | RecordNews);
