import type { Context } from "@liss/executive-routing/desk-api";
import { formatTime, Problem } from "@liss/ui";
import { Button, SegmentedControl, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import { useSessionCommand } from "../server/use-commands.ts";
import classes from "./emergency.module.css";

type Facts = NonNullable<NonNullable<Context["emergency"]>["facts"]>;
const questions = ["safeToCall", "weapons", "injuries", "children"] as const satisfies (keyof Facts)[];
const answers = ["yes", "no", "unknown"] as const;
const nothing: Facts = {
  safeToCall: "unknown",
  weapons: "unknown",
  injuries: "unknown",
  children: "unknown",
};

/** What help will ask her for first. What nobody knows stays so: a guess is worse. */
export function Known({
  sessionId,
  facts,
  places,
  onNoted,
}: {
  sessionId: string;
  facts: Facts | null;
  places: Context["notes"];
  onNoted: () => void;
}) {
  const { t } = useTranslation(["desk", "shared"]);
  const { state } = useLive();
  const { act, acting, refused } = useSessionCommand(sessionId);
  const [answered, answer] = useState<Partial<Facts>>({});
  const [place, setPlace] = useState("");
  const [saved, setSaved] = useState(false);
  const shown = { ...nothing, ...facts, ...answered };
  const where = place.trim();
  const last = places.at(-1);
  function save(event: FormEvent) {
    event.preventDefault();
    act({ name: "emergency/details", body: { ...shown, ...(where && { place: where }) } }, () => {
      answer({});
      setPlace("");
      setSaved(true);
      onNoted();
    });
  }
  return (
    <form className={classes.known} onSubmit={save} aria-labelledby="emergency-known">
      <h3 id="emergency-known">{t("emergency.known.title")}</h3>
      <p className={classes.hint}>{t("emergency.known.hint")}</p>
      {questions.map((question) => (
        <div key={question} className={classes.question}>
          <span id={`emergency-${question}`}>{t(`emergency.known.facts.${question}`)}</span>
          <SegmentedControl
            size="xs"
            aria-labelledby={`emergency-${question}`}
            value={shown[question]}
            onChange={(value) => {
              setSaved(false);
              answer({ ...answered, [question]: answers.find((one) => one === value) ?? "unknown" });
            }}
            data={answers.map((value) => ({ value, label: t(`emergency.known.answers.${value}`) }))}
          />
        </div>
      ))}
      <TextInput
        label={t("emergency.known.place")}
        description={
          last?.text
            ? t("emergency.known.placeNoted", { time: formatTime(last.at), place: last.text })
            : t("emergency.known.placeHint")
        }
        value={place}
        maxLength={500}
        autoComplete="off"
        onChange={(event) => {
          setSaved(false);
          setPlace(event.currentTarget.value);
        }}
      />
      {refused && <Problem>{t(`shared:refusals.${refused}`)}</Problem>}
      <div className={classes.actions} role="status">
        {saved && <span className={classes.hint}>{t("emergency.known.saved")}</span>}
        <Button
          type="submit"
          variant="default"
          size="xs"
          loading={acting !== null}
          disabled={state !== "online" || (Object.keys(answered).length === 0 && !where)}
        >
          {t("emergency.known.save")}
        </Button>
      </div>
    </form>
  );
}
