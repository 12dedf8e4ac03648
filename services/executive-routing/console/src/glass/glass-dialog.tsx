import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Dialog } from "../app/dialog.tsx";
import { GlassForm } from "./glass-form.tsx";

/** Before an earlier conversation that was not hers opens. */
export default function GlassDialog({
  sessionId,
  day,
  onClose,
  onOpened,
}: {
  sessionId: string;
  /** When it was opened, as she reads it. */
  day: string;
  onClose: () => void;
  onOpened: () => void;
}) {
  const { t } = useTranslation("desk");
  return (
    <Dialog title={t("glass.titleOf", { day })} onClose={onClose}>
      <GlassForm
        sessionId={sessionId}
        onOpened={onOpened}
        wayBack={
          <Button variant="default" onClick={onClose}>
            {t("glass.cancel")}
          </Button>
        }
      />
    </Dialog>
  );
}
