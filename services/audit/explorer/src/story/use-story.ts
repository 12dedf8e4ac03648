import type { Named, Step } from "@liss/audit/auditor-api";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { openKeys } from "../i18n/open-keys.ts";
import { actorOf, type SharedWords, tell } from "./tell.ts";

/** Tells steps in sentences, with the words of both catalogues. */
export function useStory(people: readonly Named[]) {
  const { t, i18n } = useTranslation("explorer");
  const { t: common } = useTranslation("shared");
  return useMemo(() => {
    const say = openKeys(i18n, t);
    const open = common as unknown as (key: string) => string;
    const word = (group: string) => (name: string) =>
      i18n.exists(`${group}.${name}`, { ns: "shared" }) ? open(`${group}.${name}`) : name;
    const shared: SharedWords = {
      tier: word("tiers"),
      indicator: word("indicators"),
      topic: word("topics"),
      delivery: word("delivery"),
      classification: word("classifications"),
      alert: word("alerts"),
    };
    return {
      sentence: (step: Step) => tell(step, say, shared, people),
      actor: (step: Step) => actorOf(step, say),
      say,
      shared,
    };
  }, [i18n, t, common, people]);
}
