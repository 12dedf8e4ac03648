import type { Policy } from "@liss/executive-routing/desk-api";
import { Problem } from "@liss/ui";
import { Button } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import page from "../app/page-form.module.css";
import { useLive } from "../live/live-desk.tsx";
import type { Member } from "../people/people-api.ts";
import { codeOf } from "../server/request.ts";
import { changePolicy, policyQuery } from "../server/shift.ts";
import { changeOf, draftOf, numberOf } from "./fields.ts";
import { Numbers } from "./numbers.tsx";
import { OnCall } from "./on-call.tsx";
import classes from "./rules.module.css";
import { ShiftStarts } from "./shift-starts.tsx";
import { readStarts, writeStarts } from "./starts.ts";

/** The rules as they are being changed. Nothing counts until it is saved, and only what was changed travels. */
export function RulesForm({ given, callable }: { given: Policy; callable: readonly Member[] }) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const queries = useQueryClient();
  const [numbers, setNumbers] = useState(() => draftOf(given));
  const [starts, setStarts] = useState(() => writeStarts(given.shiftStarts));
  const [onCall, setOnCall] = useState<readonly string[]>(given.onCall);
  const begin = (policy: Policy) => {
    setNumbers(draftOf(policy));
    setStarts(writeStarts(policy.shiftStarts));
    setOnCall(policy.onCall);
  };
  const { mutate, isPending, error, isSuccess } = useMutation({
    mutationFn: changePolicy,
    onSuccess: (policy) => {
      queries.setQueryData(policyQuery.queryKey, policy);
      begin(policy);
    },
  });
  const change = changeInAll();
  const changed = change === null || Object.keys(change).length > 0;

  /** What all of it changes; null while something cannot be read. */
  function changeInAll(): Partial<Policy> | null {
    const inNumbers = changeOf(numbers, given);
    const read = readStarts(starts);
    if (inNumbers === null || !read.ok) return null;
    const sameStarts = writeStarts(read.starts) === writeStarts(given.shiftStarts);
    const sameOnCall = [...onCall].sort().join() === [...given.onCall].sort().join();
    return {
      ...inNumbers,
      ...(!sameStarts && { shiftStarts: read.starts }),
      ...(!sameOnCall && { onCall: [...onCall] }),
    };
  }
  function save(event: FormEvent) {
    event.preventDefault();
    if (change && changed) mutate(change);
  }
  const part = { draft: numbers, onChange: setNumbers };
  return (
    <form className={`${page.form} ${classes.form}`} onSubmit={save} noValidate>
      <div className={classes.parts}>
        <Numbers {...part} name="rings" fields={["offerSeconds", "onCallEverySeconds"]}>
          <OnCall people={callable} chosen={onCall} onChange={setOnCall} />
        </Numbers>
        <Numbers
          {...part}
          name="answers"
          beside
          fields={["answerMinutes.imminent", "answerMinutes.high", "answerMinutes.standard"]}
        />
        <Numbers
          {...part}
          name="silence"
          beside
          fields={["silenceMinutes.imminent", "silenceMinutes.high"]}
        />
        <Numbers
          {...part}
          name="ageing"
          beside
          fields={["ageingMinutes.guidance", "ageingMinutes.information", "ageingMinutes.unrelated"]}
        />
        <Numbers {...part} name="screens" fields={["awayMinutes", "goneSeconds", "transferSeconds"]} />
        <Numbers
          {...part}
          name="care"
          fields={["care.inARow", "care.perShift", "care.pauseMinutes"]}
          beside
        />
        <Numbers
          {...part}
          name="weights"
          beside
          fields={["weights.danger", "weights.standard", "weights.delegated"]}
        >
          {(numberOf(numbers["weights.danger"]) ?? 0) > 1 && (
            <Problem kind="warning">{t("rules.nobodyCarries")}</Problem>
          )}
        </Numbers>
        <Numbers {...part} name="back" fields={["reopenMinutes", "absenceDays"]} />
        <Numbers {...part} name="shifts" fields={["historyDays"]}>
          {(numberOf(numbers.historyDays) ?? given.historyDays) < given.historyDays && (
            <Problem kind="warning">{t("rules.forgets")}</Problem>
          )}
          <ShiftStarts text={starts} onChange={setStarts} />
        </Numbers>
      </div>
      <div className={page.actions}>
        <Button variant="default" disabled={!changed} onClick={() => begin(given)}>
          {t("rules.undo")}
        </Button>
        <Button type="submit" disabled={!change || !changed || state !== "online"} loading={isPending}>
          {t("rules.save")}
        </Button>
        {error && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
        {isSuccess && !changed && <Problem kind="info">{t("rules.saved")}</Problem>}
      </div>
    </form>
  );
}
