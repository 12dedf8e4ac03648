import { damaged, openMember } from "./members.ts";
import { giveBack } from "./memory.ts";
import { type SoundPart, soundPart } from "./places.ts";
import { filesIn, type TarFile } from "./tar.ts";

/** A file of a bundle, and of a part's entries what can be said of them without knowing what came before. */
export type ReadFile = TarFile & {
  sound?: SoundPart | undefined;
};

export type OpenedMember = {
  files: ReadFile[];
  isEnd: boolean;
  /** All that is in it are sound parts: whoever has taken them can give their memory back. */
  isSound: boolean;
};

/**
 * Decompresses a member and hashes the entries in it: most of the work of a verification, and none of it waits for another.
 * The member's own memory is given back.
 * @param withText otherwise sound parts come without their entries and hashes, which nobody would look at again
 * @throws BrokenBundle when it is damaged
 */
export function openPart(member: Buffer, withText: boolean): OpenedMember {
  const { content, isAsSummed } = openMember(member);
  const { files, isEnd } = filesIn(content);
  let hashes: Buffer | undefined;
  const read = files.map((file): ReadFile => {
    const recorded = hashes;
    hashes = file.name.startsWith("hashes/") ? file.body : undefined;
    if (!recorded || !file.name.startsWith("entries/")) return file;
    return { ...file, sound: soundPart(recorded, file.body) };
  });
  const isSound = read.length > 0 && read.every(({ sound }, nth) => sound ?? read[nth + 1]?.sound);
  if (!isSound && !isAsSummed()) throw damaged();
  giveBack(member);
  if (!isSound || withText) return { files: read, isEnd, isSound };
  giveBack(content);
  return {
    files: read.filter(({ sound }) => sound).map((file) => ({ ...file, body: NOTHING })),
    isEnd,
    isSound,
  };
}

const NOTHING = Buffer.alloc(0);
