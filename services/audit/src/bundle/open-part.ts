import type { Bytes } from "../proof/bytes.ts";
import { openMember } from "./members.ts";
import { soundPart } from "./places.ts";
import { filesIn, type TarFile } from "./tar.ts";

/** A file of a bundle, and of a part's entries what can be said of them without knowing what came before. */
export type ReadFile = TarFile & {
  /** Their hashes, when they follow one another from place `first` and are as they were written down. */
  sound?: { first: number; leaves: Bytes } | undefined;
};

export type OpenedMember = { files: ReadFile[]; isEnd: boolean };

/**
 * Decompresses a member and hashes the entries in it: most of the work of a verification, and none of it waits for another.
 * @throws BrokenBundle when it is damaged
 */
export function openPart(member: Uint8Array): OpenedMember {
  const { files, isEnd } = filesIn(openMember(member));
  let hashes: Buffer | undefined;
  const read = files.map((file): ReadFile => {
    const recorded = hashes;
    hashes = file.name.startsWith("hashes/") ? file.body : undefined;
    if (!recorded || !file.name.startsWith("entries/")) return file;
    return { ...file, sound: soundPart(recorded, file.body) };
  });
  return { files: read, isEnd };
}
