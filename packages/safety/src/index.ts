export type { CheckText, TextCheck } from "./check/check-text.ts";
export { type FieldText, textsOf } from "./check/content-texts.ts";
export type { MaskText } from "./check/mask.ts";
export { piiIn } from "./check/pii.ts";
export type { PlanWords } from "./check/plan-words.ts";
export type { Reason } from "./check/reason.ts";
export { type ReasonCode, reasonSentences } from "./check/reasons.es-cl.ts";
export {
  type Author,
  type Contact,
  type ContactDecision,
  decideContact,
  liveMs,
} from "./contact/decide-contact.ts";
export { isWithin, onTheClock, planTimeZone } from "./contact/hours.ts";
export { type ContactRefusal, contactRefusalSentences, contactRefusals } from "./contact/refusals.es-cl.ts";
export type { FieldReason, Outgoing, Refusal, Review, ReviewOutgoing } from "./contact/review-outgoing.ts";
export { Cover, loadCover, readCover } from "./cover/cover.ts";
export { coverSettings } from "./cover/cover-settings.ts";
export { ContentWrong } from "./rules/load-lexicon.ts";
export { PatternWrong } from "./rules/pattern.ts";
export { loadCheckText, loadSafety, type Safety } from "./safety.ts";
export { saysAgreedWord } from "./words/agreed-word.ts";
export { type DuressWord, readDuressWord } from "./words/duress-word.ts";
export { defaultExitWords, saysExitWord } from "./words/exit-word.ts";
