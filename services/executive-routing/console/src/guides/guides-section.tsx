import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./guides.module.css";
import { fetchGuides } from "./server.ts";

const GuideDialog = lazy(() => import("./guide-dialog.tsx"));

/** In the context column: the cards that lead through what is not everyday. */
export function GuidesSection({ sessionId, mine }: { sessionId: string; mine: boolean }) {
  const { t } = useTranslation("desk");
  const [open, setOpen] = useState<string | null>(null);
  const { data } = useQuery({ queryKey: ["guides"], queryFn: ({ signal }) => fetchGuides(signal) });
  if (!data) return null;
  const guide = data.guides.find(({ id }) => id === open);
  return (
    <section>
      <h3>{t("guides.title")}</h3>
      <p className={classes.hint}>{t("guides.hint")}</p>
      <div className={classes.list}>
        {data.guides.map(({ id, title }) => (
          <Button
            key={id}
            classNames={{ root: classes.name ?? "", label: classes.name ?? "" }}
            size="compact-sm"
            variant="subtle"
            fullWidth
            justify="flex-start"
            onClick={() => setOpen(id)}
          >
            {title}
          </Button>
        ))}
      </div>
      {guide && (
        <Suspense>
          <GuideDialog guide={guide} sessionId={sessionId} mine={mine} onClose={() => setOpen(null)} />
        </Suspense>
      )}
    </section>
  );
}
