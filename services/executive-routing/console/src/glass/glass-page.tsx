import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import classes from "./glass.module.css";
import { GlassForm } from "./glass-form.tsx";

/** Instead of a conversation that opens only with a reason. */
export default function GlassPage({ sessionId, onOpened }: { sessionId: string; onOpened: () => void }) {
  const { t } = useTranslation("desk");
  return (
    <main className={classes.page} aria-labelledby="glass-title">
      <div className={classes.card}>
        <h2 id="glass-title">{t("glass.title")}</h2>
        <GlassForm
          sessionId={sessionId}
          onOpened={onOpened}
          wayBack={
            <Button component={Link} to="/buscar" variant="default">
              {t("glass.cancel")}
            </Button>
          }
        />
      </div>
    </main>
  );
}
