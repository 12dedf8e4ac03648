import { type CheckText, createCheckText } from "./check/check-text.ts";
import { createReviewOutgoing, type ReviewOutgoing } from "./contact/review-outgoing.ts";
import { type Cover, loadCover } from "./cover/cover.ts";
import { compileLexicon } from "./rules/compile-lexicon.ts";
import { loadLexicon } from "./rules/load-lexicon.ts";

/** What a service that writes to her needs: one to ask before sending, one for notes and canned texts, and the cover. */
export type Safety = { reviewOutgoing: ReviewOutgoing; checkText: CheckText; cover: Cover };

/** Reads lexicon and cover once, at the start. @throws ContentWrong, PatternWrong */
export function loadSafety(): Safety {
  const checkText = loadCheckText();
  return { checkText, reviewOutgoing: createReviewOutgoing(checkText), cover: loadCover(checkText) };
}

/** The check of texts alone. @throws ContentWrong, PatternWrong */
export function loadCheckText(): CheckText {
  return createCheckText(compileLexicon(loadLexicon()));
}
