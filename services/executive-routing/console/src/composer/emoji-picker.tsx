import { ActionIcon, Popover } from "@mantine/core";
import { IconMoodSmile } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import classes from "./composer.module.css";
import { emoji } from "./emoji.ts";

/** A small tray of them, each with its name for who does not see it. */
export default function EmojiPicker({
  openAtOnce,
  onPick,
}: {
  openAtOnce: boolean;
  onPick: (one: string) => void;
}) {
  const { t } = useTranslation("desk");
  const [open, setOpen] = useState(openAtOnce);
  return (
    <Popover opened={open} onChange={setOpen} position="top-start" trapFocus returnFocus withinPortal>
      <Popover.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="lg"
          aria-label={t("emoji.open")}
          title={t("emoji.open")}
          onClick={() => setOpen(!open)}
        >
          <IconMoodSmile size={20} stroke={1.6} aria-hidden="true" />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t("emoji.title")}>
        <div className={classes.emoji}>
          {emoji.map(([character, name]) => (
            <button
              key={character}
              type="button"
              aria-label={name}
              title={name}
              onClick={() => {
                setOpen(false);
                onPick(character);
              }}
            >
              {character}
            </button>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
