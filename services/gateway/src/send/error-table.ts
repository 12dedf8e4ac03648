/** What an error of WhatsApp's asks us to do. */
export type Remedy =
  | "retry"
  | "slow-down"
  | "retry-pair"
  | "retry-once"
  | "refused"
  | "stop-line"
  | "our-fault";

/**
 * By code, not by HTTP status: the same code comes with several, and by webhook with none.
 * Source: whatsapp-cloud-api.md §3, Errors.
 */
const codesOf: Record<Remedy, readonly number[]> = {
  retry: [2, 131000, 131016, 133004],
  /** The number, or the account, is over its rate: nothing else of it will be taken either, for a while. */
  "slow-down": [4, 80007, 130429, 131057],
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

/** Of code 100: the object in the address does not exist for this token. The number, that is, or the token's right to it. */
const unknownObject = 33;

/** Codes that nobody has written down count as our fault: the message fails and a person is told. */
export function remedyFor(code: number, subcode?: number): Remedy {
  if (code >= 200 && code <= 299) return "stop-line"; // permissions
  if (code === 100 && subcode === unknownObject) return "stop-line";
  return remedies.get(code) ?? "our-fault";
}

/** Whether the same message may be asked for again by a person later. */
export function isWorthRepeating(code: number): boolean {
  return !["refused", "our-fault"].includes(remedyFor(code));
}
