import { OutgoingContent } from "@liss/contracts";
import { expect, test } from "vitest";
import { attachable, kindOfType, longestCaption, longestName } from "./attachable.ts";

test("whatever may be attached WhatsApp takes, at its largest and with its longest words", () => {
  for (const [kind, { mimeTypes, maxBytes }] of Object.entries(attachable)) {
    for (const mimeType of mimeTypes) {
      const content = {
        kind,
        object: "01998f2a-7c00-7000-8000-000000000001",
        mimeType,
        bytes: maxBytes,
        ...(kind !== "audio" && { caption: "a".repeat(longestCaption) }),
        ...(kind === "document" && { filename: "a".repeat(longestName) }),
      };
      expect(OutgoingContent.safeParse(content).error).toBeUndefined();
      expect(kindOfType(mimeType)).toBe(kind);
    }
  }
});

test("programs, archives and films are of no kind", () => {
  for (const type of [
    "application/zip",
    "application/x-msdownload",
    "text/html",
    "video/mp4",
    "image/svg+xml",
  ])
    expect(kindOfType(type)).toBeUndefined();
  expect(kindOfType("audio/x-m4a")).toBe("audio");
});
