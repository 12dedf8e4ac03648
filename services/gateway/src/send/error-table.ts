/** What an error of WhatsApp's asks us to do. */
export type Remedy = "retry" | "retry-pair" | "retry-once" | "refused" | "stop-line" | "our-fault";

/**
 * By code, not by HTTP status: the same code comes with several, and by webhook with none.
 * Source: whatsapp-cloud-api.md §3, Errors.
 */
const codesOf: Record<Remedy, readonly number[]> = {
  retry: [2, 4, 80007, 130429, 131000, 131016, 131057, 133004],
  "retry-pair": [131056],
  "retry-once": [1, 131053],
  /** The window or the user: repeating cannot help. */
  refused: [131047, 131026, 130403, 131050, 131049, 130472, 137000],
  /** Authorisation, policy, billing, the number itself: nothing else will get through either. */
  "stop-line": [
    0, 3, 10, 190, 131005, 368, 131031, 130497, 131048, 131064, 131042, 33, 131037, 131045, 133010,
  ],
  "our-fault": [
    100, 131008, 131009, 131021, 131030, 131051, 131062, 135000, 132000, 132001, 132005, 132007, 132012,
    132015, 132016, 132068, 132069,
  ],
};

const remedies = new Map(
  Object.entries(codesOf).flatMap(([remedy, codes]) =>
    codes.map((code) => [code, remedy as Remedy] as const),
  ),
);

/** Codes that nobody has written down count as our fault: the message fails and a person is told. */
export function remedyFor(code: number): Remedy {
  if (code >= 200 && code <= 299) return "stop-line"; // permissions
  return remedies.get(code) ?? "our-fault";
}

/** Whether the same message may be asked for again by a person later. */
export function isWorthRepeating(code: number): boolean {
  return ["retry", "retry-pair", "retry-once", "stop-line"].includes(remedyFor(code));
}
