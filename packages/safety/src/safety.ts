import { type CheckText, createCheckText } from "./check/check-text.ts";
import { createMaskText, type MaskText } from "./check/mask.ts";
import { createReviewOutgoing, type ReviewOutgoing } from "./contact/review-outgoing.ts";
import { type Cover, loadCover } from "./cover/cover.ts";
import { compileLexicon } from "./rules/compile-lexicon.ts";
import { loadLexicon } from "./rules/load-lexicon.ts";

/** What a service that writes to her needs: one to ask before sending, one for notes and canned texts, and the cover. */
export type Safety = {
  reviewOutgoing: ReviewOutgoing;
  checkText: CheckText;
  maskText: MaskText;
  cover: Cover;
};

/** Reads lexicon and cover once, at the start; the shipped cover, or the installation's. @throws ContentWrong, PatternWrong */
export function loadSafety({ coverFile }: { coverFile?: URL | undefined } = {}): Safety {
  const checkText = loadCheckText();
  const cover = loadCover(checkText, coverFile);
  return {
    checkText,
    cover,
    reviewOutgoing: createReviewOutgoing(checkText),
    maskText: createMaskText(checkText),
  };
}

let shipped: CheckText | undefined;

/** The check of texts alone, read once a process. @throws ContentWrong, PatternWrong */
export function loadCheckText(): CheckText {
  shipped ??= createCheckText(compileLexicon(loadLexicon()));
  return shipped;
}
