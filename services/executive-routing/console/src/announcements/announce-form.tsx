import { Problem, useServerClock } from "@liss/ui";
import { Button, Checkbox, NativeSelect, SegmentedControl, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import { newKey } from "../server/desk.ts";
import { codeOf } from "../server/request.ts";
import classes from "./announcements.module.css";
import { announce, announcementsQuery } from "./announcements-api.ts";

const longest = 280;
const hours = ["1", "4", "12", "24", "72"] as const;
type Hours = (typeof hours)[number];
const empty = { text: "", team: "", hours: "4" as Hours, mustBeRead: false };

/** A short text, for whom, for how long, and whether it goes first. */
export function AnnounceForm({ teams }: { teams: readonly string[] }) {
  const { t } = useTranslation(["desk", "shared"]);
  const clock = useServerClock();
  const queries = useQueryClient();
  const { state } = useLive();
  const [draft, setDraft] = useState(empty);
  const [tried, setTried] = useState(false);
  const text = draft.text.trim();
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: (key: string) =>
      announce(
        {
          announcementId: key,
          text,
          team: draft.team || null,
          until: new Date(clock.now() + Number(draft.hours) * 3_600_000).toISOString(),
          mustBeRead: draft.mustBeRead,
        },
        key,
      ),
    onSuccess: () => {
      setDraft(empty);
      setTried(false);
      return queries.invalidateQueries({ queryKey: announcementsQuery.queryKey });
    },
  });
  const change = (part: Partial<typeof empty>) => {
    reset();
    setDraft({ ...draft, ...part });
  };
  function send(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (text) mutate(newKey());
  }
  return (
    <form className={classes.part} onSubmit={send} noValidate aria-labelledby="announce-title">
      <h3 id="announce-title">{t("announcements.form.title")}</h3>
      <Textarea
        label={t("announcements.form.text")}
        description={t("announcements.form.left", { count: longest - draft.text.length })}
        value={draft.text}
        onChange={(event) => change({ text: event.currentTarget.value })}
        error={tried && !text && t("announcements.form.missing")}
        rows={3}
        maxLength={longest}
      />
      <NativeSelect
        label={t("announcements.form.to")}
        value={draft.team}
        onChange={(event) => change({ team: event.currentTarget.value })}
        data={[
          { value: "", label: t("announcements.form.everybody") },
          ...teams.map((team) => ({ value: team, label: t("announcements.form.team", { team }) })),
        ]}
      />
      <div>
        <p className={classes.label} id="announce-until">
          {t("announcements.form.until")}
        </p>
        <SegmentedControl
          fullWidth
          aria-labelledby="announce-until"
          value={draft.hours}
          onChange={(value) => change({ hours: value as Hours })}
          data={hours.map((value) => ({ value, label: t(`announcements.form.hours.h${value}`) }))}
        />
      </div>
      <Checkbox
        label={t("announcements.form.mustBeRead")}
        description={t("announcements.form.mustBeReadHint")}
        checked={draft.mustBeRead}
        onChange={(event) => change({ mustBeRead: event.currentTarget.checked })}
      />
      {error && <Problem>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
      <Button type="submit" loading={isPending} disabled={state !== "online"}>
        {t("announcements.form.send")}
      </Button>
    </form>
  );
}
