import { formatDateTime, formatTime, Problem, useServerSecond } from "@liss/ui";
import { Button, Kbd } from "@mantine/core";
import { IconSpeakerphone } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { nameOfKey } from "../desk/key-names.tsx";
import { useKeys } from "../desk/keys.ts";
import { useAnnounce } from "../live/announcer.tsx";
import { useLive } from "../live/live-desk.tsx";
import { codeOf } from "../server/request.ts";
import classes from "./announcement-band.module.css";
import { announcementsQuery, markRead } from "./announcements-api.ts";
import { standing } from "./standing.ts";

const dayMs = 24 * 60 * 60 * 1000;

/** What a supervisor told the shift, one line across the desk; one key and it is read. It takes no focus. */
export function AnnouncementBand() {
  const { t } = useTranslation(["desk", "shared"]);
  const say = useAnnounce();
  const now = useServerSecond();
  const queries = useQueryClient();
  const { state } = useLive();
  const { data } = useQuery(announcementsQuery);
  const [read, setRead] = useState<ReadonlySet<string>>(new Set());
  const { first, more } = standing(data?.announcements ?? [], { now, read });
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: markRead,
    onSuccess: (_done, id) => {
      setRead((before) => new Set(before).add(id));
      void queries.invalidateQueries({ queryKey: announcementsQuery.queryKey });
    },
  });
  const able = first !== null && state === "online" && !isPending;
  useKeys({ announcementRead: able ? () => mutate(first.id) : undefined });
  const id = first?.id;
  const sentence = first ? t("announcements.heard", { name: first.authorName, text: first.text }) : "";
  useEffect(() => {
    if (id) say("polite", sentence);
  }, [id, sentence, say]);
  if (!first) return null;
  const far = Date.parse(first.until) - now > dayMs / 2;
  return (
    <section
      className={classes.band}
      aria-label={t("announcements.band")}
      data-must-be-read={first.mustBeRead}
    >
      <IconSpeakerphone size={18} aria-hidden="true" />
      <p>
        <strong>{first.text}</strong>{" "}
        <span>
          {t(far ? "announcements.fromDay" : "announcements.from", {
            name: first.authorName,
            time: far ? formatDateTime(first.until) : formatTime(first.until),
          })}
          {more > 0 && <> · {t("announcements.more", { count: more })}</>}
        </span>
      </p>
      <Button
        size="compact-sm"
        variant="default"
        disabled={!able}
        loading={isPending}
        onClick={() => mutate(first.id)}
        aria-keyshortcuts={nameOfKey("announcementRead")}
      >
        {t("announcements.read")} <Kbd className={classes.key}>{nameOfKey("announcementRead")}</Kbd>
      </Button>
      {error && <Problem onClose={reset}>{t(`shared:refusals.${codeOf(error)}`)}</Problem>}
    </section>
  );
}
