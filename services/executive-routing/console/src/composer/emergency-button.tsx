import { Button } from "@mantine/core";
import { IconUrgent } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { nameOfKey } from "../desk/key-names.tsx";
import classes from "./composer.module.css";

/** Opens the record of the emergency; in its colour where there is one. */
export function EmergencyButton({
  imminent,
  disabled,
  onPress,
}: {
  imminent: boolean;
  disabled: boolean;
  onPress: () => void;
}) {
  const { t } = useTranslation("desk");
  return (
    <Button
      variant="default"
      className={imminent ? classes.emergency : undefined}
      leftSection={<IconUrgent size={18} stroke={1.7} aria-hidden="true" />}
      disabled={disabled}
      onClick={onPress}
      aria-keyshortcuts={nameOfKey("emergency")}
      title={nameOfKey("emergency")}
    >
      {t("emergency.action")}
    </Button>
  );
}
