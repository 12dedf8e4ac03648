import { EmptyState } from "@liss/ui";
import { IconLeaf } from "@tabler/icons-react";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../live/live-desk.tsx";
import classes from "./desk.module.css";
import { useDesk } from "./use-desk.ts";

/** The middle of the desk while no conversation is open. */
export function NothingOpen() {
  const { t } = useTranslation("desk");
  const { queue, mine, me } = useDesk();
  const { watch } = useLive();
  useEffect(() => watch(null), [watch]);
  const calm = queue.length === 0 && mine.length === 0;
  return (
    <main className={classes.nothing}>
      {calm ? (
        <EmptyState
          icon={<IconLeaf size={40} stroke={1.2} />}
          title={t("nothingOpen.first", { name: me.name.split(" ")[0] ?? me.name })}
          hint={t("nothingOpen.firstHint")}
        />
      ) : (
        <EmptyState title={t("nothingOpen.title")} hint={t("nothingOpen.hint")} />
      )}
    </main>
  );
}
