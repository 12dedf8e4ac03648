import { formatDuration } from "@liss/ui";
import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import classes from "./stay.module.css";

/** Nobody used the screen: is she there? Any touch says so, this button too. */
export default function StayDialog({ left, onHere }: { left: number; onHere: () => void }) {
  const { t } = useTranslation("desk");
  return (
    <Dialog title={t("login.stay.title")} onClose={onHere}>
      <div className={classes.asked}>
        <p>{t("login.stay.idle", { left: formatDuration(left) })}</p>
        <p>{t("login.stay.drafts")}</p>
      </div>
      <Button onClick={onHere} fullWidth data-autofocus>
        {t("login.stay.here")}
      </Button>
    </Dialog>
  );
}
