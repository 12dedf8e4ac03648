import type { Sealed } from "@liss/contracts";

/** Boxes are stored as bytes: a third smaller than base64, and the same box again when read. */
export function boxOf(sealed: Sealed): Buffer {
  return Buffer.from(sealed.box, "base64");
}

export function sealedFrom(keyId: string, box: Buffer): Sealed {
  return { keyId, box: box.toString("base64") };
}
